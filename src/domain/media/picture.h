#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace media {

struct Dimensions {
  unsigned width = 0, height = 0;
  bool operator==(const Dimensions&) const = default;
};

/// Rows of pixels, four bytes each: red, green, blue, alpha.
struct Picture {
  Dimensions size{};
  std::vector<std::uint8_t> pixels{};
};

/// The largest size of the same shape whose sides are no longer than `longest`; the size itself when it fits.
constexpr Dimensions fitted(Dimensions size, unsigned longest) {
  const unsigned most = std::max(size.width, size.height);
  if (most <= longest) return size;
  const auto shrunk = [&](unsigned side) {
    return std::max(1U, static_cast<unsigned>((std::uint64_t{side} * longest + most / 2) / most));
  };
  return {shrunk(size.width), shrunk(size.height)};
}

/// A picture as a decoder leaves it: shrunk already, not yet upright.
struct ShrunkPicture {
  Dimensions original{};
  Picture picture{};
  int orientation = 1;  ///< as Exif counts: 1 upright, 6 to be turned right
};

/// What a decoder is told beside the bytes.
struct DecodingTask {
  std::uint64_t most_pixels = 50'000'000;
  unsigned longest = 800;  ///< of the picture it leaves
};

/// Fails with image_too_large, image_broken (no pixels).
base::Result<> check_size(Dimensions size, const DecodingTask& task);

// One for each type; each fails with image_broken, image_too_large, image_type_unsupported.
base::Result<ShrunkPicture> read_jpeg(std::string_view bytes, const DecodingTask& task);
base::Result<ShrunkPicture> read_png(std::string_view bytes, const DecodingTask& task);
base::Result<ShrunkPicture> read_webp(std::string_view bytes, const DecodingTask& task);

/// Turned and mirrored as an Exif orientation says.
Picture upright(Picture picture, int orientation);
/// The orientation in an Exif block (a TIFF header and its first directory); 1 when it holds none.
int orientation_in(std::string_view exif);

}  // namespace media
