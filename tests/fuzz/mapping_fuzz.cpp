#include <cstdlib>
#include <string_view>

#include "domain/imports/mapping/mapping.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto mapping = imports::parse_mapping({reinterpret_cast<const char*>(data), size});
  if (!mapping) return 0;
  // What was accepted once must survive being written and read again.
  const auto again = imports::parse_mapping(imports::to_json(*mapping));
  if (!again || !(*again == *mapping)) std::abort();
  return 0;
}
