#include "platform/storage/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/uuid.h"
#include "platform/storage/storage_types.h"

namespace platform::storage {
namespace {

std::filesystem::path incoming_of(const std::filesystem::path& folder) {
  return folder / "incoming";
}

}  // namespace

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

std::string reason(int error) {
  return std::generic_category().message(error);
}

tl::unexpected<base::Problem> not_stored(const std::filesystem::path& folder, int error) {
  if (error == ENOSPC || error == EDQUOT) {
    return base::failure(storage_full, "There is no room left in \"" + folder.string() + "\".",
                         "Free some space or point DATA_DIR to a larger disk, then run the same command again.");
  }
  return base::failure(storage_unavailable, "\"" + folder.string() + "\" cannot be written: " + reason(error) + ".",
                       "Check that the folder exists and that you may write to it.");
}

base::Timestamp time_of_change(const struct stat& status) {
  return base::Timestamp(std::int64_t{status.st_mtim.tv_sec} * 1'000'000 + status.st_mtim.tv_nsec / 1'000);
}

base::Result<IncomingFile> IncomingFile::create(std::filesystem::path folder) {
  const std::filesystem::path incoming = incoming_of(folder);
  std::error_code error;
  std::filesystem::create_directories(incoming, error);
  if (error) return not_stored(folder, error.value());
  std::filesystem::path path = incoming / base::Uuid::generate().to_string();
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640));
  if (file.get() < 0) return not_stored(folder, errno);
  return IncomingFile(std::move(file), std::move(folder), std::move(path));
}

base::Result<IncomingFile> IncomingFile::of(std::filesystem::path folder, const std::filesystem::path& file) {
  const std::filesystem::path incoming = incoming_of(folder);
  std::error_code error;
  std::filesystem::create_directories(incoming, error);
  if (error) return not_stored(folder, error.value());
  std::filesystem::path path = incoming / base::Uuid::generate().to_string();
  std::filesystem::create_hard_link(file, path, error);
  if (error) std::filesystem::copy_file(file, path, error);
  if (error) {
    std::error_code ignored;  // of a copy that was cut short
    std::filesystem::remove(path, ignored);
    return not_stored(folder, error.value());
  }
  Descriptor opened(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (opened.get() < 0) {
    const int refused = errno;
    std::filesystem::remove(path, error);
    return not_stored(folder, refused);
  }
  return IncomingFile(std::move(opened), std::move(folder), std::move(path));
}

IncomingFile::~IncomingFile() {
  if (path_.empty()) return;  // moved from
  std::error_code ignored;    // nothing more can be done about a file that cannot be removed
  std::filesystem::remove(path_, ignored);
}

base::Result<> IncomingFile::write(std::span<const char> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return not_stored(folder_, errno);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

base::Result<> IncomingFile::sync() {
  if (::fsync(file_.get()) != 0) return not_stored(folder_, errno);
  return {};
}

base::Result<> IncomingFile::move_to(const std::filesystem::path& target) {
  std::error_code error;
  std::filesystem::create_directories(target.parent_path(), error);
  if (!error) std::filesystem::rename(path_, target, error);
  if (error) return not_stored(folder_, error.value());
  return {};
}

base::Result<> IncomingFile::link_as(const std::filesystem::path& target) {
  std::error_code error;
  std::filesystem::create_directories(target.parent_path(), error);
  if (!error) std::filesystem::create_hard_link(path_, target, error);
  if (error.value() == EEXIST) {
    return base::failure(storage_object_exists, "\"" + target.string() + "\" exists already.",
                         "Choose another name, or remove it first.");
  }
  if (error) return not_stored(folder_, error.value());
  return {};
}

base::Result<> remove_left_incoming(const std::filesystem::path& folder, base::Timestamp cutoff) {
  std::error_code error;
  std::filesystem::directory_iterator entries(incoming_of(folder), error);
  if (error.value() == ENOENT) return {};
  for (; !error && entries != std::filesystem::directory_iterator{}; entries.increment(error)) {
    struct stat status {};
    if (::stat(entries->path().c_str(), &status) != 0 || time_of_change(status) >= cutoff) continue;
    std::error_code gone;  // another process may have been quicker
    std::filesystem::remove(entries->path(), gone);
  }
  if (error) return not_stored(folder, error.value());
  return {};
}

std::pair<std::size_t, int> read_at(int file, std::span<char> into, std::uint64_t offset) {
  std::size_t got = 0;
  while (got < into.size()) {
    const ssize_t some = ::pread(file, into.data() + got, into.size() - got, static_cast<off_t>(offset + got));
    if (some < 0 && errno == EINTR) continue;
    if (some < 0) return {got, errno};
    if (some == 0) break;
    got += static_cast<std::size_t>(some);
  }
  return {got, 0};
}

}  // namespace platform::storage
