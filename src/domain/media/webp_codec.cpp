#include "domain/media/webp_codec.h"

#include <webp/decode.h>
#include <webp/encode.h>

#include <memory>

#include "domain/media/image_type.h"

namespace media {
namespace {

const std::uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

tl::unexpected<base::Problem> broken(std::string message) {
  return base::failure(image_broken, std::move(message), "Ask the supplier for the picture anew.");
}

/// The chunk "EXIF" of the file; "" when there is none.
std::string_view exif_chunk(std::string_view bytes) {
  constexpr std::size_t head = 8;
  std::size_t at = 12;
  while (at + head <= bytes.size()) {
    std::size_t size = 0;
    for (std::size_t i = 0; i < 4; ++i) size |= std::size_t{static_cast<std::uint8_t>(bytes[at + 4 + i])} << (8 * i);
    if (size > bytes.size() - at - head) return {};
    if (bytes.substr(at, 4) == "EXIF") return bytes.substr(at + head, size);
    at += head + size + size % 2;
  }
  return {};
}

}  // namespace

base::Result<ShrunkPicture> read_webp(std::string_view bytes, const DecodingTask& task) {
  WebPDecoderConfig config;
  if (WebPInitDecoderConfig(&config) == 0 ||
      WebPGetFeatures(bytes_of(bytes), bytes.size(), &config.input) != VP8_STATUS_OK)
    return broken("The WebP has a beginning that cannot be read.");
  if (config.input.has_animation != 0)
    return base::failure(image_type_unsupported, "The WebP is a moving picture.",
                         "Ask the supplier for one that stands still.");
  ShrunkPicture read{{static_cast<unsigned>(config.input.width), static_cast<unsigned>(config.input.height)},
                     {},
                     orientation_in(exif_chunk(bytes))};
  RETURN_IF_FAILED(check_size(read.original, task));
  read.picture.size = fitted(read.original, task.longest);
  read.picture.pixels.resize(std::size_t{4} * read.picture.size.width * read.picture.size.height);
  config.options.use_scaling = read.picture.size == read.original ? 0 : 1;
  config.options.scaled_width = static_cast<int>(read.picture.size.width);
  config.options.scaled_height = static_cast<int>(read.picture.size.height);
  config.output.colorspace = MODE_RGBA;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = read.picture.pixels.data();
  config.output.u.RGBA.stride = static_cast<int>(4 * read.picture.size.width);
  config.output.u.RGBA.size = read.picture.pixels.size();
  const VP8StatusCode status = WebPDecode(bytes_of(bytes), bytes.size(), &config);
  WebPFreeDecBuffer(&config.output);
  if (status == VP8_STATUS_OUT_OF_MEMORY)
    return base::failure(image_too_demanding, "The WebP needs more memory than a picture may take.",
                         "Ask the supplier for a smaller one.");
  if (status != VP8_STATUS_OK) return broken("The WebP is damaged or ends too early.");
  return read;
}

base::Result<std::string> write_webp(const Picture& picture) {
  constexpr float quality = 80;
  std::uint8_t* out = nullptr;
  const std::size_t size =
      WebPEncodeRGBA(picture.pixels.data(), static_cast<int>(picture.size.width), static_cast<int>(picture.size.height),
                     static_cast<int>(4 * picture.size.width), quality, &out);
  const std::unique_ptr<std::uint8_t, decltype(&WebPFree)> owned(out, WebPFree);
  if (size == 0)
    return base::failure(image_too_demanding, "There was not enough memory for the smaller pictures.",
                         "Try again; if it stays, ask the supplier for a smaller picture.");
  return std::string(reinterpret_cast<const char*>(out), size);
}

}  // namespace media
