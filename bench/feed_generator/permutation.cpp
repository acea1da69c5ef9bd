#include "feed_generator/permutation.h"

namespace feed_generator {

Permutation::Permutation(std::uint64_t size, std::uint64_t key) : size_(size) {
  while ((std::uint64_t{1} << (2 * half_bits_)) < size_) ++half_bits_;
  half_mask_ = (std::uint64_t{1} << half_bits_) - 1;
  for (auto& round_key : round_keys_) round_key = key = mix(key);
}

std::uint64_t Permutation::once(std::uint64_t value) const {
  std::uint64_t left = value >> half_bits_;
  std::uint64_t right = value & half_mask_;
  for (const auto round_key : round_keys_) {
    const std::uint64_t mixed = left ^ (mix(right ^ round_key) & half_mask_);
    left = right;
    right = mixed;
  }
  return (left << half_bits_) | right;
}

std::uint64_t Permutation::operator()(std::uint64_t index) const {
  auto value = once(index);
  while (value >= size_) value = once(value);
  return value;
}

}  // namespace feed_generator
