#pragma once

#include <string_view>

#include "domain/media/image_type.h"
#include "domain/media/picture.h"

namespace media {

/// Reads a picture and makes its thumbnails. The bytes come from strangers: this belongs into a process of its own, see
/// decoder.h. Fails with image_type_unsupported, image_broken, image_too_large.
base::Result<ReadImage> make_thumbnails(std::string_view bytes, const DecodingTask& task = {});

}  // namespace media
