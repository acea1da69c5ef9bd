#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace imports {

/// Finds the characters that mean something in delimited text, 64 bytes at a time. The bytes must be readable up to
/// `padding` beyond their end.
class CsvScanner {
 public:
  static constexpr std::size_t padding = 64;

  /// A `quote` of '\0' means nothing.
  CsvScanner(char delimiter, char quote) : delimiter_(delimiter), quote_(quote == '\0' ? delimiter : quote) {}

  /// Looks at `data[from, size)` from now on.
  void reset(const char* data, std::size_t size, std::size_t from) {
    data_ = data;
    size_ = size;
    seek(from);
  }

  /// Goes back or forth to `from`.
  void seek(std::size_t from) {
    block_ = from / width * width;
    mask_ = from < size_ ? load() & (~std::uint64_t{0} << (from % width)) : 0;
  }

  /// The position of the next delimiter, quote, CR or LF; `size` when there is none, for ever after.
  std::size_t next() {
    while (mask_ == 0) {
      if (block_ + width >= size_) return size_;
      block_ += width;
      mask_ = load();
    }
    const std::size_t position = block_ + static_cast<std::size_t>(std::countr_zero(mask_));
    mask_ &= mask_ - 1;
    return position;
  }

 private:
  static constexpr std::size_t width = 64;
  static_assert(padding >= width);

  std::uint64_t load() const {
    std::uint64_t mask = find_specials(data_ + block_);
    const std::size_t left = size_ - block_;
    if (left < width) mask &= (std::uint64_t{1} << left) - 1;
    return mask;
  }

#if defined(__SSE2__)
  std::uint64_t find_specials(const char* bytes) const {
    const __m128i delimiter = _mm_set1_epi8(delimiter_);
    const __m128i quote = _mm_set1_epi8(quote_);
    const __m128i cr = _mm_set1_epi8('\r');
    const __m128i lf = _mm_set1_epi8('\n');
    std::uint64_t mask = 0;
    for (unsigned lane = 0; lane < 4; ++lane) {
      const __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + lane * 16));
      const __m128i found = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(chunk, delimiter), _mm_cmpeq_epi8(chunk, quote)),
                                         _mm_or_si128(_mm_cmpeq_epi8(chunk, cr), _mm_cmpeq_epi8(chunk, lf)));
      mask |= std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(found))} << (lane * 16);
    }
    return mask;
  }
#else
  std::uint64_t find_specials(const char* bytes) const {
    std::uint64_t mask = 0;
    for (unsigned i = 0; i < width; ++i) {
      const char c = bytes[i];
      const bool special = c == delimiter_ || c == quote_ || c == '\r' || c == '\n';
      mask |= std::uint64_t{special} << i;
    }
    return mask;
  }
#endif

  char delimiter_;
  char quote_;
  const char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t block_ = 0;
  std::uint64_t mask_ = 0;  // specials of the block not given yet
};

}  // namespace imports
