#include "domain/imports/formats/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

#include "domain/imports/formats/file_place.h"

namespace imports {
namespace {

base::Problem unreadable(const std::string& file, int error) {
  std::string cure = "Check the file on its disk and try again.";
  if (error == ENOENT) cure = "Check the file's name and folder.";
  if (error == EACCES) cure = "Allow this program's user to read the file.";
  if (error == EISDIR) cure = "Give the name of a file, not of a folder.";
  return {&file_unreadable, "The file " + file + " cannot be read: " + std::generic_category().message(error) + ".",
          std::move(cure), place_in(file)};
}

class FileSource final : public ByteSource {
 public:
  FileSource(int descriptor, std::string file) : descriptor_(descriptor), file_(std::move(file)) {}
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;
  ~FileSource() override { ::close(descriptor_); }

  base::Result<std::size_t> read(std::span<char> buffer) override {
    while (true) {
      const ssize_t got = ::read(descriptor_, buffer.data(), buffer.size());
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR) return base::failure(unreadable(file_, errno));
    }
  }

 private:
  int descriptor_;
  std::string file_;
};

class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::span<const char> bytes) : bytes_(bytes) {}

  base::Result<std::size_t> read(std::span<char> buffer) override {
    const std::size_t count = std::min(buffer.size(), bytes_.size());
    std::copy_n(bytes_.begin(), count, buffer.begin());
    bytes_ = bytes_.subspan(count);
    return count;
  }

 private:
  std::span<const char> bytes_;
};

}  // namespace

base::Result<std::unique_ptr<ByteSource>> open_file(const std::filesystem::path& path, std::string_view shown_name) {
  const std::string file = imports::shown_name(path, shown_name);
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return base::failure(unreadable(file, errno));
  std::unique_ptr<ByteSource> source = std::make_unique<FileSource>(descriptor, file);
  struct stat status {};
  if (::fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) return base::failure(unreadable(file, EISDIR));
  ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
  return source;
}

std::unique_ptr<ByteSource> memory_source(std::span<const char> bytes) {
  return std::make_unique<MemorySource>(bytes);
}

}  // namespace imports
