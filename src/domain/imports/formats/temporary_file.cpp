#include "domain/imports/formats/temporary_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "domain/imports/formats/decoded_source.h"
#include "domain/imports/formats/file_place.h"
#include "domain/imports/formats/zip_archive.h"

namespace imports {
namespace {

tl::unexpected<base::Problem> failed(int error) {
  return base::failure(temporary_file_failed,
                       "A temporary file could not be written: " + std::generic_category().message(error) + ".",
                       "Free some space on the disk that holds temporary files and try again.");
}

}  // namespace

base::Result<TemporaryFile> TemporaryFile::create() {
  std::error_code no_folder;
  const std::filesystem::path folder = std::filesystem::temp_directory_path(no_folder);
  if (no_folder) return failed(no_folder.value());
  std::string name = (folder / "suppliers-import-XXXXXX").string();
  const int descriptor = ::mkstemp(name.data());
  if (descriptor < 0) return failed(errno);
  ::unlink(name.c_str());
  return TemporaryFile(descriptor);
}

TemporaryFile::TemporaryFile(TemporaryFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

TemporaryFile& TemporaryFile::operator=(TemporaryFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

TemporaryFile::~TemporaryFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::filesystem::path TemporaryFile::path() const {
  return "/proc/self/fd/" + std::to_string(descriptor_);
}

base::Result<> TemporaryFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed(errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

base::Result<TemporaryFile> unpack_to_temporary(const std::filesystem::path& path, const Dialect& dialect) {
  ASSIGN_OR_RETURN(const auto source, open_uncompressed(path, dialect));
  ASSIGN_OR_RETURN(TemporaryFile file, TemporaryFile::create());
  std::vector<char> buffer(256U * 1024U);
  std::uint64_t total = 0;
  while (true) {
    ASSIGN_OR_RETURN(const std::size_t got, source->read(buffer));
    if (got == 0) return file;
    total += got;
    if (total > max_unpacked_bytes) {
      const std::string name = shown_name(path, dialect);
      return base::failure(archive_bomb, "The file " + name + " unpacks to more than 4 GB, too much for a workbook.",
                           "Ask the supplier for a smaller file, or for a CSV file.", place_in(name));
    }
    RETURN_IF_FAILED(file.append({buffer.data(), got}));
  }
}

}  // namespace imports
