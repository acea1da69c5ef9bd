#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace imports {

/// Little-endian values out of bytes. Whoever calls has checked that they are there; what lies outside reads as 0.
inline std::uint64_t little_endian(std::span<const unsigned char> bytes, std::size_t at, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width && at + i < bytes.size(); ++i) {
    value |= std::uint64_t{bytes[at + i]} << (8 * i);
  }
  return value;
}
inline std::uint16_t u16_at(std::span<const unsigned char> bytes, std::size_t at) {
  return static_cast<std::uint16_t>(little_endian(bytes, at, 2));
}
inline std::uint32_t u32_at(std::span<const unsigned char> bytes, std::size_t at) {
  return static_cast<std::uint32_t>(little_endian(bytes, at, 4));
}
inline double double_at(std::span<const unsigned char> bytes, std::size_t at) {
  const auto bits = little_endian(bytes, at, 8);
  double value = 0;
  static_assert(sizeof(value) == sizeof(bits));
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}

}  // namespace imports
