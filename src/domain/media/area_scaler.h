#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "domain/media/picture.h"

namespace media {

/// Shrinks a picture whose rows come one by one, each new pixel the mean of the area it covers. In exact integers, and
/// in the memory of two rows beside the result. See-through pixels lend no colour.
class AreaScaler {
 public:
  /// `to` is no larger than `from`.
  AreaScaler(Dimensions from, Dimensions to);

  /// The next row, four bytes a pixel.
  void add_row(std::span<const std::uint8_t> row);
  /// The result, once all rows have come.
  Picture take() { return std::move(result_); }

 private:
  void add_weighted(std::uint64_t weight);
  void finish_row();

  Dimensions from_, to_;
  std::vector<std::uint64_t> row_, sum_;
  std::uint64_t y_ = 0;    // the row that comes next
  unsigned finished_ = 0;  // rows of the result
  Picture result_;
};

/// The picture, no larger than `longest`.
Picture shrunk(const Picture& picture, unsigned longest);

}  // namespace media
