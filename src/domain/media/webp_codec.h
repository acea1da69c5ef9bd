#pragma once

#include <string>

#include "base/result.h"
#include "domain/media/picture.h"

namespace media {

/// A lossy WebP; see-through pixels stay so. Fails with image_too_demanding when there is no memory for it.
base::Result<std::string> write_webp(const Picture& picture);

}  // namespace media
