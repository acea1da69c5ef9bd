#include "platform/storage/object_store.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <system_error>
#include <vector>

#include "base/uuid.h"

namespace platform::storage {
namespace {

constexpr std::size_t block_size = 1U << 20U;

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

/// A path that is removed again unless kept.
class TemporaryPath {
 public:
  explicit TemporaryPath(std::filesystem::path path) : path_(std::move(path)) {}
  TemporaryPath(const TemporaryPath&) = delete;
  TemporaryPath& operator=(const TemporaryPath&) = delete;
  ~TemporaryPath() {
    std::error_code ignored;  // nothing more can be done about a file that cannot be removed
    std::filesystem::remove(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) { EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr); }
  void add(const char* data, std::size_t size) { EVP_DigestUpdate(context_.get(), data, size); }
  std::string hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size = 0;
    EVP_DigestFinal_ex(context_.get(), bytes.data(), &size);
    std::string text;
    for (unsigned i = 0; i < size; ++i) {
      constexpr std::string_view digits = "0123456789abcdef";
      text += digits[bytes[i] >> 4U];
      text += digits[bytes[i] & 15U];
    }
    return text;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

std::string reason(int error) {
  return std::generic_category().message(error);
}

tl::unexpected<base::Problem> unreadable(const std::filesystem::path& file, int error) {
  return base::failure(storage_source_unreadable, "\"" + file.string() + "\" cannot be read: " + reason(error) + ".",
                       "Check the path and that you may read the file.", {.file = file.string()});
}

tl::unexpected<base::Problem> not_stored(const std::filesystem::path& folder, int error) {
  if (error == ENOSPC || error == EDQUOT) {
    return base::failure(storage_full, "There is no room left in \"" + folder.string() + "\".",
                         "Free some space or point DATA_DIR to a larger disk, then run the same command again.");
  }
  return base::failure(storage_unavailable, "\"" + folder.string() + "\" cannot be written: " + reason(error) + ".",
                       "Check that the folder exists and that you may write to it.");
}

/// ".csv.gz" of "prices.csv.gz", at most two short ones: the key keeps them, detection may look at them.
std::string extensions_of(const std::filesystem::path& file) {
  std::string all;
  std::filesystem::path rest = file.filename();
  for (int i = 0; i < 2 && rest.has_extension() && rest.extension().string().size() <= 6; ++i) {
    all = rest.extension().string() + all;
    rest = rest.stem();
  }
  for (char& c : all) {
    const bool plain = c == '.' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!plain) c = '_';
  }
  return all;
}

bool same_moment(const struct stat& a, const struct stat& b) {
  return a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec && a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

int write_all(int fd, const char* data, std::size_t size) {
  while (size > 0) {
    const ssize_t written = ::write(fd, data, size);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    data += written;
    size -= static_cast<std::size_t>(written);
  }
  return 0;
}

/// True when the object is there already; it then counts as put now, so that nobody removes it as unused.
bool is_taken_up(const std::filesystem::path& object) {
  std::error_code missing;
  std::filesystem::last_write_time(object, std::filesystem::file_time_type::clock::now(), missing);
  return !missing;
}

}  // namespace

base::Result<ObjectStore> ObjectStore::open(std::filesystem::path folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return not_stored(folder, error.value());
  return ObjectStore(std::move(folder));
}

base::Result<StoredObject> ObjectStore::put(std::string_view bucket, const std::filesystem::path& source,
                                            const std::function<void(std::uint64_t)>& progress) {
  const Descriptor in(::open(source.c_str(), O_RDONLY | O_CLOEXEC));
  if (in.get() < 0) return unreadable(source, errno);
  struct stat before {};
  if (::fstat(in.get(), &before) != 0) return unreadable(source, errno);
  if (S_ISDIR(before.st_mode)) return unreadable(source, EISDIR);

  const std::filesystem::path incoming = folder_ / "incoming";
  std::error_code error;
  std::filesystem::create_directories(incoming, error);
  if (error) return not_stored(folder_, error.value());
  const TemporaryPath temporary(incoming / base::Uuid::generate().to_string());
  const Descriptor out(::open(temporary.path().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640));
  if (out.get() < 0) return not_stored(folder_, errno);

  Sha256 digest;
  StoredObject object;
  std::vector<char> block(block_size);
  for (;;) {
    const ssize_t got = ::read(in.get(), block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return unreadable(source, errno);
    if (got == 0) break;
    const auto size = static_cast<std::size_t>(got);
    digest.add(block.data(), size);
    if (const int failed = write_all(out.get(), block.data(), size); failed != 0) return not_stored(folder_, failed);
    object.size += size;
    if (progress) progress(object.size);
  }
  struct stat after {};
  if (::fstat(in.get(), &after) != 0) return unreadable(source, errno);
  if (S_ISREG(before.st_mode) &&
      (!same_moment(before, after) || object.size != static_cast<std::uint64_t>(after.st_size))) {
    return base::failure(storage_source_changed, "\"" + source.string() + "\" was written to while it was read.",
                         "Nothing was imported. Wait until the file is complete, then run the same command again.",
                         {.file = source.string()});
  }
  if (::fsync(out.get()) != 0) return not_stored(folder_, errno);

  object.digest = digest.hex();
  object.key = std::string(bucket) + "/" + object.digest.substr(0, 2) + "/" + object.digest + extensions_of(source);
  const std::filesystem::path target = folder_ / object.key;
  std::filesystem::create_directories(target.parent_path(), error);
  if (!error && !is_taken_up(target)) std::filesystem::rename(temporary.path(), target, error);
  if (error) return not_stored(folder_, error.value());
  return object;
}

base::Result<std::filesystem::path> ObjectStore::local_path(std::string_view key) const {
  std::filesystem::path path = folder_ / key;
  if (!std::filesystem::is_regular_file(path)) {
    return base::failure(storage_object_missing, "The archived file \"" + std::string(key) + "\" is missing.",
                         "Restore it from a backup of the storage folder, or import the original file again.");
  }
  return path;
}

base::Result<bool> ObjectStore::remove_unused(std::string_view key, base::Timestamp cutoff) {
  const std::filesystem::path object = folder_ / key;
  struct stat found {};
  if (::stat(object.c_str(), &found) != 0) return true;
  if (std::int64_t{found.st_mtim.tv_sec} * 1'000'000 >= cutoff.microseconds()) return false;
  std::error_code error;
  std::filesystem::remove(object, error);
  if (error) return not_stored(folder_, error.value());
  return true;
}

}  // namespace platform::storage
