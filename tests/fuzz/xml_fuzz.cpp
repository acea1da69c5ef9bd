#include "fuzz/fuzz_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  imports::Dialect dialect;
  dialect.format = imports::Format::xml;
  return fuzz::read_all(data, size, dialect);
}
