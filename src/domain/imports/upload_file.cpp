#include "domain/imports/upload_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include "domain/imports/upload_bytes.h"
#include "domain/imports/uploads.h"
#include "platform/storage/object_store.h"

namespace imports {
namespace {

tl::unexpected<base::Problem> not_written(const std::filesystem::path& path, int error) {
  const std::string folder = path.parent_path().string();
  if (error == ENOSPC || error == EDQUOT) {
    return base::failure(platform::storage::storage_full, "There is no room left in \"" + folder + "\".",
                         "Free some space or point DATA_DIR to a larger disk, then go on with the upload.");
  }
  return base::failure(platform::storage::storage_unavailable,
                       "\"" + folder + "\" cannot be written: " + std::generic_category().message(error) + ".",
                       "Check that the folder exists and that the program may write to it.");
}

}  // namespace

tl::unexpected<base::Problem> upload_in_use() {
  return base::failure(upload_busy, "Somebody is sending this upload at this moment.",
                       "Wait until the other connection has ended, ask where the upload stands, and go on there.");
}

base::Result<UploadFile> UploadFile::open(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  if (error) return not_written(path, error.value());
  UploadFile file(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0640), path);
  if (file.file_ < 0) return not_written(path, errno);
  if (::flock(file.file_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return not_written(path, errno);
    return upload_in_use();
  }
  return file;
}

UploadFile::UploadFile(UploadFile&& other) noexcept
    : file_(std::exchange(other.file_, -1)), path_(std::move(other.path_)) {}

UploadFile::~UploadFile() {
  if (file_ >= 0) ::close(file_);
}

tl::unexpected<base::Problem> UploadFile::failed(int error) const {
  return not_written(path_, error);
}

base::Result<std::uint64_t> UploadFile::size() const {
  struct stat status {};
  if (::fstat(file_, &status) != 0) return failed(errno);
  return static_cast<std::uint64_t>(status.st_size);
}

base::Result<> UploadFile::truncate(std::uint64_t size) {
  if (::ftruncate(file_, static_cast<off_t>(size)) != 0) return failed(errno);
  return {};
}

base::Result<> UploadFile::write(std::span<const char> bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed(errno);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
  return {};
}

base::Result<> UploadFile::sync() {
  if (::fsync(file_) != 0) return failed(errno);
  return {};
}

base::Result<std::string> digest_of_file(const std::filesystem::path& path) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  std::ifstream file(path, std::ios::binary);
  std::vector<char> block(1U << 20U);
  while (file) {
    file.read(block.data(), static_cast<std::streamsize>(block.size()));
    EVP_DigestUpdate(context.get(), block.data(), static_cast<std::size_t>(file.gcount()));
  }
  if (!file.eof()) {
    return base::failure(platform::storage::storage_object_missing, "The uploaded file cannot be read back.",
                         "Send the file again.");
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  EVP_DigestFinal_ex(context.get(), bytes.data(), &size);
  std::string hex;
  for (unsigned i = 0; i < size; ++i) hex += fmt::format("{:02x}", bytes[i]);
  return hex;
}

}  // namespace imports
