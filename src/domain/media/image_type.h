#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace media {

/// What pictures are stored as. Told by their first bytes, never by a name or by what a server says.
enum class ImageType : std::uint8_t { jpeg, png, webp };
std::string_view to_string(ImageType type);
std::optional<ImageType> parse_image_type(std::string_view name);
/// "image/jpeg"
std::string_view content_type_of(ImageType type);

/// Fails with image_type_unsupported, saying what it is instead where that can be told.
base::Result<ImageType> recognise(std::string_view bytes);

/// The longest sides of thumbnails, in pixels.
inline constexpr std::array<unsigned, 3> thumbnail_sizes{150, 300, 800};

/// A smaller WebP of a picture, upright and never enlarged.
struct Thumbnail {
  unsigned size = 0;  ///< one of thumbnail_sizes
  unsigned width = 0, height = 0;
  std::string bytes{};
};

struct ReadImage {
  ImageType type = ImageType::jpeg;
  unsigned width = 0, height = 0;  ///< of the picture as it came, upright
  std::vector<Thumbnail> thumbnails{};
};

inline constexpr base::ProblemKind image_type_unsupported{"media.type_unsupported", "Not a picture that can be read",
                                                          422, base::LogLevel::info};
inline constexpr base::ProblemKind image_broken{"media.broken", "Picture is broken", 422, base::LogLevel::info};
inline constexpr base::ProblemKind image_too_large{"media.too_large", "Picture is too large", 422,
                                                   base::LogLevel::info};
inline constexpr base::ProblemKind image_too_demanding{"media.too_demanding", "Picture takes too much to read", 422,
                                                       base::LogLevel::warning};

}  // namespace media
