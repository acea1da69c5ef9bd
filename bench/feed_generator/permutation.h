#pragma once

#include <array>
#include <cstdint>

namespace feed_generator {

/// A well-mixed 64-bit number for each input (the finaliser of SplitMix64).
constexpr std::uint64_t mix(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15U;
  value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
  value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
  return value ^ (value >> 31U);
}

/// Random numbers that depend on nothing but what they were seeded with, so that any row can be made on its own.
class Draw {
 public:
  constexpr Draw(std::uint64_t seed, std::uint64_t row) : state_(mix(seed) ^ (row * 0xD1342543DE82EF95U)) {}

  constexpr std::uint64_t next() { return mix(state_++); }
  /// 0 to `bound` - 1; `bound` is above 0.
  constexpr std::uint32_t below(std::uint32_t bound) {
    return static_cast<std::uint32_t>(((next() >> 32U) * bound) >> 32U);
  }

 private:
  std::uint64_t state_;
};

/// A one-to-one shuffle of 0 .. size-1 that keeps no table: a small Feistel network, walked until it falls inside.
class Permutation {
 public:
  Permutation(std::uint64_t size, std::uint64_t key);

  /// `index` is below the size.
  std::uint64_t operator()(std::uint64_t index) const;

 private:
  std::uint64_t once(std::uint64_t value) const;

  std::uint64_t size_;
  unsigned half_bits_ = 1;
  std::uint64_t half_mask_ = 1;
  std::array<std::uint64_t, 4> round_keys_{};
};

}  // namespace feed_generator
