#include "domain/media/image_type.h"

#include <algorithm>

namespace media {
namespace {

struct Known {
  ImageType type;
  std::string_view name, content_type;
};
constexpr std::array<Known, 3> known{{{ImageType::jpeg, "jpeg", "image/jpeg"},
                                      {ImageType::png, "png", "image/png"},
                                      {ImageType::webp, "webp", "image/webp"}}};

const Known& entry_of(ImageType type) {
  return known.at(static_cast<std::size_t>(type));
}

/// What else servers send under the address of a picture.
std::string_view name_of_other(std::string_view bytes) {
  struct Mark {
    std::size_t at;
    std::string_view text, name;
  };
  static constexpr std::array<Mark, 11> marks{{{0, "GIF8", "a GIF"},
                                               {0, "BM", "a BMP"},
                                               {0, "II*", "a TIFF"},
                                               {0, "MM\0*", "a TIFF"},
                                               {4, "ftypavif", "an AVIF"},
                                               {4, "ftypheic", "a HEIC"},
                                               {0, "%PDF", "a PDF"},
                                               {0, "<svg", "an SVG"},
                                               {0, "<?xml", "an XML document"},
                                               {0, "<!doctype", "a web page"},
                                               {0, "<html", "a web page"}}};
  const std::size_t begin = bytes.find_first_not_of(" \t\r\n");
  std::string head(bytes.substr(begin == std::string_view::npos ? bytes.size() : begin, 16));
  if (head.starts_with('<'))
    std::ranges::transform(head, head.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  const auto* const found = std::ranges::find_if(
      marks, [&](const Mark& mark) { return head.size() > mark.at && head.substr(mark.at).starts_with(mark.text); });
  return found == marks.end() ? std::string_view{} : found->name;
}

}  // namespace

std::string_view to_string(ImageType type) {
  return entry_of(type).name;
}

std::optional<ImageType> parse_image_type(std::string_view name) {
  const auto* const found = std::ranges::find(known, name, &Known::name);
  return found == known.end() ? std::nullopt : std::optional(found->type);
}

std::string_view content_type_of(ImageType type) {
  return entry_of(type).content_type;
}

base::Result<ImageType> recognise(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xD8\xFF")) return ImageType::jpeg;
  if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return ImageType::png;
  if (bytes.starts_with("RIFF") && bytes.size() > 12 && bytes.substr(8, 4) == "WEBP") return ImageType::webp;
  constexpr std::string_view cure = "Ask the supplier for pictures as JPEG, PNG or WebP.";
  if (bytes.empty()) return base::failure(image_broken, "The server sent an empty file.", std::string(cure));
  const std::string_view other = name_of_other(bytes);
  return base::failure(image_type_unsupported,
                       other.empty() ? std::string("What the server sent is no JPEG, PNG or WebP.")
                                     : "What the server sent is " + std::string(other) + ", no JPEG, PNG or WebP.",
                       std::string(cure));
}

}  // namespace media
