#include "ops/backup/work_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "base/uuid.h"
#include "ops/backup/backup_problems.h"

namespace backup {
namespace {

namespace storage = platform::storage;
namespace fs = std::filesystem;

}  // namespace

tl::unexpected<base::Problem> not_written(const fs::path& file, int error) {
  if (error == ENOSPC || error == EDQUOT) {
    return base::failure(no_room, "There is no room left for \"" + file.string() + "\".",
                         "Free some space or set BACKUP_DIR to a larger disk; what was half done has been removed.");
  }
  return base::failure(settings_invalid, "\"" + file.string() + "\" cannot be written: " + storage::reason(error) + ".",
                       "Check that the folder exists and that this user may write to it.", {.field = "BACKUP_DIR"});
}

base::Result<WorkFolder> WorkFolder::create(const fs::path& below) {
  std::error_code error;
  fs::create_directories(below, error);
  const fs::path path = below / base::Uuid::generate().to_string();
  if (!error) fs::create_directory(path, error);
  if (!error) fs::permissions(path, fs::perms::owner_all, error);
  if (error) return not_written(path, error.value());
  return WorkFolder(path);
}

void WorkFolder::remove_leftovers(const fs::path& below) {
  std::error_code ignored;  // what cannot be removed now is met again at the next run
  fs::remove_all(below, ignored);
}

WorkFolder::~WorkFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

FileWriter::FileWriter(fs::path file, storage::Descriptor opened, const Form& form)
    : path_(std::move(file)), file_(std::move(opened)) {
  ByteSink to_disk = [this](std::span<const char> bytes) { return write(bytes); };
  if (form.key != nullptr) {
    sealing_ = std::make_unique<Sealing>(*form.key, form.label, std::move(to_disk));
    to_disk = [this](std::span<const char> bytes) { return sealing_->add(bytes); };
  }
  if (form.packed == Packed::no) return;
  constexpr int level = 4;  // 6 takes twice the time for a twentieth less
  packer_.emplace(platform::packing::Format::gzip, level);
  packed_bytes_ = std::move(to_disk);
}

base::Result<std::unique_ptr<FileWriter>> FileWriter::create(fs::path file, const Form& form) {
  storage::Descriptor opened(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (opened.get() < 0) return not_written(file, errno);
  return std::unique_ptr<FileWriter>(new FileWriter(std::move(file), std::move(opened), form));
}

base::Result<> FileWriter::write(std::span<const char> bytes) {
  digest_.add({bytes.data(), bytes.size()});
  size_ += bytes.size();
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return not_written(path_, errno);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

base::Result<> FileWriter::add(std::span<const char> bytes) {
  if (packer_) return packer_->add(bytes, packed_bytes_);
  return sealing_ ? sealing_->add(bytes) : write(bytes);
}

base::Result<StoredFile> FileWriter::finish() {
  if (packer_) RETURN_IF_FAILED(packer_->finish(packed_bytes_));
  if (sealing_) RETURN_IF_FAILED(sealing_->finish());
  if (::fsync(file_.get()) != 0) return not_written(path_, errno);
  return StoredFile{"", digest_.hex(), size_};
}

FileReader::FileReader(const StoredFile& expected, const Form& form, ByteSink sink)
    : expected_(expected), sink_(std::move(sink)) {
  if (form.packed == Packed::yes) {
    unpacking_ = std::make_unique<Unpacking>(std::move(sink_));
    sink_ = [this](std::span<const char> bytes) { return unpacking_->add(bytes); };
  }
  if (form.key != nullptr) {
    unsealing_ = std::make_unique<Unsealing>(*form.key, form.label, std::move(sink_));
    sink_ = [this](std::span<const char> bytes) { return unsealing_->add(bytes); };
  }
}

base::Result<> FileReader::add(std::span<const char> bytes) {
  digest_.add({bytes.data(), bytes.size()});
  size_ += bytes.size();
  return sink_(bytes);
}

base::Result<> FileReader::finish() {
  if (size_ != expected_.bytes || digest_.hex() != expected_.sha256) {
    return base::failure(damaged,
                         "\"" + expected_.name + "\" of the backup is not what was written: it has " +
                             std::to_string(size_) + " bytes, " + std::to_string(expected_.bytes) +
                             " were written, or other ones.",
                         "Use another backup; `backup list` shows them. Check the disk or the bucket it was on.");
  }
  if (unsealing_) RETURN_IF_FAILED(unsealing_->finish());
  return unpacking_ ? unpacking_->finish() : base::Result<>{};
}

base::Result<> read_local(const fs::path& file, const ByteSink& sink) {
  const storage::Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  std::vector<char> block(storage::block_size);
  for (std::uint64_t offset = 0; opened.get() >= 0;) {
    const auto [got, error] = storage::read_at(opened.get(), block, offset);
    if (error != 0) {
      errno = error;
      break;
    }
    if (got > 0) RETURN_IF_FAILED(sink(std::span(block).first(got)));
    if (got < block.size()) return {};
    offset += got;
  }
  return base::failure(settings_invalid, "\"" + file.string() + "\" cannot be read: " + storage::reason(errno) + ".",
                       "Check the folder and its disk.");
}

}  // namespace backup
