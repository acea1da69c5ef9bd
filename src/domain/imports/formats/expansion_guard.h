#pragma once

#include <cstdint>

#include "domain/imports/formats/record_reader.h"

namespace imports {

/// True when so many bytes out of so few compressed ones mean a file made to fill memory and disks. Small outputs pass:
/// a short file may shrink by more than the ratio.
constexpr bool expands_too_much(std::uint64_t bytes, std::uint64_t compressed_bytes) {
  constexpr std::uint64_t harmless = 1U << 20U;
  return bytes > harmless && bytes / ReadLimits::max_expansion_ratio > compressed_bytes;
}

}  // namespace imports
