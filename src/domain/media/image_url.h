#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace media {

/// An address in one spelling, so that the same picture is not fetched twice.
struct ImageUrl {
  std::string text;  ///< scheme and host in lower case, without fragment and usual port, odd characters escaped
  std::string host;  ///< without port
};

/// Reads an address as feeds write it: blanks around it, `//host/path`, letters with accents. Whether it may be reached
/// is judged when it is. Fails with image_url_invalid.
base::Result<ImageUrl> parse_image_url(std::string_view text);

inline constexpr base::ProblemKind image_url_invalid{"media.url_invalid", "Address of a picture is not valid", 422,
                                                     base::LogLevel::info};

}  // namespace media
