#include "domain/catalog/page_cursor.h"

#include <array>
#include <charconv>

#include "base/text.h"

namespace catalog {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr char separator = '\n';

/// Base64url without padding (RFC 4648 section 5).
std::string encode(std::string_view bytes) {
  std::string text;
  unsigned held = 0, bits = 0;
  for (const char c : bytes) {
    held = (held << 8U) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 6; bits -= 6) text += alphabet[(held >> (bits - 6)) & 63U];
    held &= 0xFFU;
  }
  if (bits > 0) text += alphabet[(held << (6 - bits)) & 63U];
  return text;
}

std::optional<std::string> decode(std::string_view text) {
  std::string bytes;
  unsigned held = 0, bits = 0;
  for (const char c : text) {
    const std::size_t value = alphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    held = ((held << 6U) | static_cast<unsigned>(value)) & 0xFFFFU;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes += static_cast<char>((held >> bits) & 0xFFU);
    }
  }
  return bytes;
}

char order_mark(const ProductQuery& query) {
  const auto order = static_cast<char>('a' + static_cast<int>(query.order));
  return query.descending ? static_cast<char>(order - 'a' + 'A') : order;
}

std::optional<platform::db::Value> key_of(ProductOrder order, std::string_view text) {
  switch (order) {
    case ProductOrder::id:
      return platform::db::Value{};
    case ProductOrder::name:
      if (!base::is_valid_utf8(text) || text.find('\0') != std::string_view::npos) return std::nullopt;
      return platform::db::Value{std::string(text)};
    case ProductOrder::updated_at: {
      const auto time = base::Timestamp::parse(text);
      if (!time) return std::nullopt;
      return platform::db::to_value(*time);
    }
    case ProductOrder::relevance:
    case ProductOrder::price:
    case ProductOrder::stock:
      break;
  }
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return platform::db::Value{number};
}

std::string text_of(const platform::db::Value& key) {
  if (const auto* number = std::get_if<std::int64_t>(&key)) return std::to_string(*number);
  const auto* text = std::get_if<std::string>(&key);
  return text == nullptr ? std::string{} : *text;
}

}  // namespace

std::string cursor_text(const ProductQuery& query, const PageCursor& cursor) {
  return encode(std::string(1, order_mark(query)) + cursor.id.to_string() + separator + text_of(cursor.key));
}

base::Result<PageCursor> parse_cursor(const ProductQuery& query) {
  constexpr std::size_t id_length = 36, key_at = 1 + id_length + 1;
  const auto bytes = decode(query.cursor);
  if (bytes && bytes->size() >= key_at && bytes->front() == order_mark(query) && (*bytes)[key_at - 1] == separator) {
    const auto id = base::Uuid::parse(std::string_view(*bytes).substr(1, id_length));
    auto key = key_of(query.order, std::string_view(*bytes).substr(key_at));
    if (id && key) return PageCursor{*std::move(key), *id};
  }
  return base::failure(cursor_invalid, "The cursor does not belong to this list.",
                       "Take next_cursor of the page before as it is, with the same sort, or leave cursor out.",
                       {.field = "cursor"});
}

}  // namespace catalog
