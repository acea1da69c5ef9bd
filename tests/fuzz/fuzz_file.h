#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "domain/imports/formats/record_reader.h"

namespace fuzz {

/// The fuzzer's bytes as a file that lives in memory only.
class File {
 public:
  File(const std::uint8_t* data, std::size_t size) : descriptor_(::memfd_create("fuzz", 0)) {
    if (descriptor_ < 0 || ::write(descriptor_, data, size) != static_cast<ssize_t>(size)) std::abort();
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { ::close(descriptor_); }
  std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

/// Reads every record of the bytes in one format. Any Problem is fine; a crash, a hang or a leak is not.
inline int read_all(const std::uint8_t* data, std::size_t size, const imports::Dialect& dialect) {
  const File file(data, size);
  const auto reader = imports::open_records(file.path(), dialect);
  if (!reader) return 0;
  imports::Record record;
  for (auto more = (*reader)->next(record); more && *more; more = (*reader)->next(record)) {
  }
  return 0;
}

}  // namespace fuzz
