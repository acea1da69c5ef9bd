#include "domain/media/picture.h"

#include <fmt/format.h>

#include "domain/media/image_type.h"

namespace media {
namespace {

/// Numbers of a TIFF block, in its byte order; nothing beyond its end.
class TiffBytes {
 public:
  explicit TiffBytes(std::string_view bytes) : bytes_(bytes), is_little_(bytes.starts_with("II")) {}

  std::uint32_t number(std::size_t at, std::size_t size) const {
    if (at > bytes_.size() || size > bytes_.size() - at) return 0;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) {
      const std::size_t place = is_little_ ? size - 1 - i : i;
      value = (value << 8U) | static_cast<std::uint8_t>(bytes_[at + place]);
    }
    return value;
  }

 private:
  std::string_view bytes_;
  bool is_little_;
};

}  // namespace

base::Result<> check_size(Dimensions size, const DecodingTask& task) {
  if (size.width == 0 || size.height == 0)
    return base::failure(image_broken, "The picture says that it has no pixels.", "Ask the supplier for it anew.");
  if (std::uint64_t{size.width} * size.height <= task.most_pixels) return {};
  return base::failure(image_too_large,
                       fmt::format("The picture is {} x {} pixels; {} million pixels are allowed.", size.width,
                                   size.height, task.most_pixels / 1'000'000),
                       "Ask the supplier for a smaller one.");
}

int orientation_in(std::string_view exif) {
  if (exif.starts_with(std::string_view("Exif\0\0", 6))) exif.remove_prefix(6);
  if (!exif.starts_with("II") && !exif.starts_with("MM")) return 1;
  const TiffBytes tiff(exif);
  const std::size_t directory = tiff.number(4, 4);
  const std::size_t entries = std::min<std::size_t>(tiff.number(directory, 2), 512);
  constexpr std::uint32_t orientation_tag = 0x0112;
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + 12 * i;
    if (tiff.number(entry, 2) != orientation_tag) continue;
    const std::uint32_t value = tiff.number(entry + 8, 2);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

Picture upright(Picture picture, int orientation) {
  if (orientation <= 1 || orientation > 8) return picture;
  const Dimensions from = picture.size;
  const bool is_lying = orientation >= 5;
  Picture turned{is_lying ? Dimensions{from.height, from.width} : from, {}};
  turned.pixels.resize(picture.pixels.size());
  for (unsigned y = 0; y < turned.size.height; ++y) {
    for (unsigned x = 0; x < turned.size.width; ++x) {
      unsigned source_x = is_lying ? y : x;
      unsigned source_y = is_lying ? x : y;
      if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8)
        source_x = from.width - 1 - source_x;
      if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7)
        source_y = from.height - 1 - source_y;
      const auto source =
          picture.pixels.begin() + std::ptrdiff_t{4} * (std::ptrdiff_t{source_y} * from.width + source_x);
      const auto target = turned.pixels.begin() + std::ptrdiff_t{4} * (std::ptrdiff_t{y} * turned.size.width + x);
      std::copy_n(source, 4, target);
    }
  }
  return turned;
}

}  // namespace media
