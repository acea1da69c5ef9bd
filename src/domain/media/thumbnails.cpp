#include "domain/media/thumbnails.h"

#include "domain/media/area_scaler.h"
#include "domain/media/webp_codec.h"

namespace media {
namespace {

base::Result<ShrunkPicture> read(ImageType type, std::string_view bytes, const DecodingTask& task) {
  switch (type) {
    case ImageType::png:
      return read_png(bytes, task);
    case ImageType::webp:
      return read_webp(bytes, task);
    case ImageType::jpeg:
      break;
  }
  return read_jpeg(bytes, task);
}

}  // namespace

base::Result<ReadImage> make_thumbnails(std::string_view bytes, const DecodingTask& task) {
  ASSIGN_OR_RETURN(const ImageType type, recognise(bytes));
  ASSIGN_OR_RETURN(ShrunkPicture decoded, read(type, bytes, task));
  ReadImage image{type, decoded.original.width, decoded.original.height, {}};
  if (decoded.orientation >= 5) std::swap(image.width, image.height);
  const Picture largest = upright(std::move(decoded.picture), decoded.orientation);
  for (const unsigned size : thumbnail_sizes) {
    const Picture small = shrunk(largest, size);
    ASSIGN_OR_RETURN(std::string webp, write_webp(small));
    image.thumbnails.push_back({size, small.size.width, small.size.height, std::move(webp)});
  }
  return image;
}

}  // namespace media
