#include "domain/media/decoder_answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace media {
namespace {

constexpr std::array<const base::ProblemKind*, 4> refusals{&image_type_unsupported, &image_broken, &image_too_large,
                                                           &image_too_demanding};

/// Takes the text before `end` off the front, and `end` with it.
std::optional<std::string_view> take_until(std::string_view& text, char end) {
  const std::size_t at = text.find(end);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(at + 1);
  return taken;
}

std::optional<unsigned> take_number(std::string_view& text, char end) {
  const auto digits = take_until(text, end);
  if (!digits) return std::nullopt;
  unsigned value = 0;
  const auto [last, failed] = std::from_chars(digits->data(), digits->data() + digits->size(), value);
  if (failed != std::errc{} || last != digits->data() + digits->size()) return std::nullopt;
  return value;
}

/// Plain characters alone: the text is shown to people and stored.
bool is_plain(std::string_view text) {
  constexpr std::size_t longest = 400;
  return text.size() <= longest && std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

std::optional<base::Result<ReadImage>> parse_refusal(std::string_view text) {
  const auto code = take_until(text, '\n');
  const auto message = take_until(text, '\n');
  const auto cure = take_until(text, '\n');
  if (!cure || !text.empty() || !is_plain(*message) || !is_plain(*cure)) return std::nullopt;
  const auto* const kind = std::ranges::find(refusals, *code, &base::ProblemKind::code);
  if (kind == refusals.end()) return std::nullopt;
  return base::failure(**kind, std::string(*message), std::string(*cure));
}

bool is_webp(std::string_view bytes) {
  const auto type = recognise(bytes);
  return type && *type == ImageType::webp;
}

std::optional<Thumbnail> take_thumbnail(std::string_view& text, unsigned size) {
  const auto width = take_number(text, ' ');
  const auto height = take_number(text, ' ');
  const auto length = take_number(text, '\n');
  const bool fits = width && height && length && *width > 0 && *height > 0 && *width <= size && *height <= size;
  if (!fits || *length > text.size()) return std::nullopt;
  Thumbnail thumbnail{size, *width, *height, std::string(text.substr(0, *length))};
  text.remove_prefix(*length);
  if (!is_webp(thumbnail.bytes)) return std::nullopt;
  return thumbnail;
}

std::optional<base::Result<ReadImage>> parse_image(std::string_view text) {
  const auto name = take_until(text, ' ');
  const auto type = name ? parse_image_type(*name) : std::nullopt;
  const auto width = take_number(text, ' ');
  const auto height = take_number(text, '\n');
  if (!type || !width || !height || *width == 0 || *height == 0) return std::nullopt;
  ReadImage image{*type, *width, *height, {}};
  for (const unsigned size : thumbnail_sizes) {
    auto thumbnail = take_thumbnail(text, size);
    if (!thumbnail) return std::nullopt;
    image.thumbnails.push_back(*std::move(thumbnail));
  }
  if (!text.empty()) return std::nullopt;
  return image;
}

}  // namespace

std::string answer_text(const base::Result<ReadImage>& read) {
  if (!read) {
    const base::Problem& problem = read.error();
    return fmt::format("refused\n{}\n{}\n{}\n", problem.code(), problem.message, problem.cure);
  }
  std::string text = fmt::format("picture\n{} {} {}\n", to_string(read->type), read->width, read->height);
  for (const Thumbnail& one : read->thumbnails) {
    text += fmt::format("{} {} {}\n", one.width, one.height, one.bytes.size());
    text += one.bytes;
  }
  return text;
}

std::optional<base::Result<ReadImage>> parse_answer(std::string_view text) {
  const auto word = take_until(text, '\n');
  if (word == "refused") return parse_refusal(text);
  if (word == "picture") return parse_image(text);
  return std::nullopt;
}

}  // namespace media
