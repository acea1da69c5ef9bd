#include "domain/imports/sniff/sniff.h"

#include "fuzz/fuzz_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::File file(data, size);
  const auto sniffed = imports::sniff(file.path());
  if (sniffed) static_cast<void>(imports::to_json(imports::suggest_mapping(*sniffed)));
  return 0;
}
