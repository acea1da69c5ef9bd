#include "domain/media/area_scaler.h"

namespace media {

// Units: the source is stretched by the result's size, and the other way round, so that all edges fall on whole
// numbers. Source pixel x covers [x * to, (x + 1) * to), result pixel k covers [k * from, (k + 1) * from).
AreaScaler::AreaScaler(Dimensions from, Dimensions to)
    : from_(from), to_(to), row_(std::size_t{4} * to.width), sum_(std::size_t{4} * to.width), result_{to, {}} {
  result_.pixels.reserve(std::size_t{4} * to.width * to.height);
}

void AreaScaler::add_row(std::span<const std::uint8_t> row) {
  std::ranges::fill(row_, 0);
  const auto put = [this](std::size_t column, const std::uint8_t* pixel, std::uint64_t weight) {
    const std::uint64_t alpha = pixel[3] * weight;
    std::uint64_t* const sum = &row_[4 * column];
    for (std::size_t channel = 0; channel < 3; ++channel) sum[channel] += pixel[channel] * alpha;
    sum[3] += alpha;
  };
  std::uint64_t begin = 0;
  std::size_t column = 0;
  std::uint64_t edge = from_.width;
  for (unsigned x = 0; x < from_.width; ++x) {
    const std::uint8_t* const pixel = &row[std::size_t{4} * x];
    const std::uint64_t end = begin + to_.width;
    put(column, pixel, std::min(end, edge) - begin);
    if (end >= edge) {
      ++column;
      if (end > edge) put(column, pixel, end - edge);
      edge += from_.width;
    }
    begin = end;
  }
  const std::uint64_t top = y_ * to_.height, bottom = top + to_.height;
  const std::uint64_t line = (std::uint64_t{finished_} + 1) * from_.height;
  add_weighted(std::min(bottom, line) - top);
  if (bottom >= line) {
    finish_row();
    if (bottom > line) add_weighted(bottom - line);
  }
  ++y_;
}

void AreaScaler::add_weighted(std::uint64_t weight) {
  for (std::size_t i = 0; i < row_.size(); ++i) sum_[i] += row_[i] * weight;
}

void AreaScaler::finish_row() {
  const std::uint64_t area = std::uint64_t{from_.width} * from_.height;
  for (std::size_t at = 0; at < sum_.size(); at += 4) {
    const std::uint64_t alpha = sum_[at + 3];
    const auto mean = [alpha](std::uint64_t sum) { return alpha == 0 ? 0 : (sum + alpha / 2) / alpha; };
    for (std::size_t channel = 0; channel < 3; ++channel)
      result_.pixels.push_back(static_cast<std::uint8_t>(mean(sum_[at + channel])));
    result_.pixels.push_back(static_cast<std::uint8_t>((alpha + area / 2) / area));
  }
  std::ranges::fill(sum_, 0);
  ++finished_;
}

Picture shrunk(const Picture& picture, unsigned longest) {
  const Dimensions to = fitted(picture.size, longest);
  if (to == picture.size) return picture;
  AreaScaler scaler(picture.size, to);
  const std::size_t row_size = std::size_t{4} * picture.size.width;
  for (std::size_t y = 0; y < picture.size.height; ++y)
    scaler.add_row(std::span(picture.pixels).subspan(y * row_size, row_size));
  return scaler.take();
}

}  // namespace media
