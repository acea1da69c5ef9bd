#include "domain/imports/merge/scratch_file.h"

#include <cerrno>
#include <system_error>

namespace imports {
namespace {

tl::unexpected<base::Problem> scratch_failed(int error) {
  return base::failure(scratch_full,
                       "A temporary file could not be used: " + std::generic_category().message(error) + ".",
                       "Free some space in the temporary folder (TMPDIR), then run the same command again.");
}

}  // namespace

base::Result<ScratchFile> ScratchFile::create() {
  std::FILE* file = std::tmpfile();
  if (file == nullptr) return scratch_failed(errno);
  return ScratchFile(file);
}

base::Result<> ScratchFile::write(const void* data, std::size_t size) {
  if (std::fwrite(data, 1, size, file_.get()) != size) return scratch_failed(errno);
  return {};
}

base::Result<> ScratchFile::rewind() {
  if (std::fflush(file_.get()) != 0 || std::fseek(file_.get(), 0, SEEK_SET) != 0) return scratch_failed(errno);
  return {};
}

base::Result<std::size_t> ScratchFile::read(void* data, std::size_t size) {
  const std::size_t got = std::fread(data, 1, size, file_.get());
  if (got < size && std::ferror(file_.get()) != 0) return scratch_failed(errno);
  return got;
}

}  // namespace imports
