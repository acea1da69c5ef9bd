#include "platform/client/mime_coding.h"

#include <iconv.h>

#include <array>
#include <cerrno>
#include <memory>
#include <optional>

#include "base/text.h"
#include "platform/client/mime_message.h"

namespace platform::client {
namespace {

int value_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

int hex_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// The byte that the two hex digits after `at` stand for.
std::optional<char> hex_byte(std::string_view text, std::size_t at) {
  if (at + 2 >= text.size()) return std::nullopt;
  const int high = hex_of(text[at + 1]), low = hex_of(text[at + 2]);
  if (high < 0 || low < 0) return std::nullopt;
  return static_cast<char>(high * 16 + low);
}

struct CloseConverter {
  using pointer = iconv_t;
  void operator()(iconv_t converter) const { iconv_close(converter); }
};

/// One "=?charset?B?text?=" whose "=?" stands at `at`; moves `at` behind it.
std::optional<std::string> word_at(std::string_view text, std::size_t& at) {
  const std::size_t charset_end = text.find('?', at + 2);
  if (charset_end == std::string_view::npos || charset_end + 2 >= text.size() || text[charset_end + 2] != '?')
    return std::nullopt;
  const std::size_t end = text.find("?=", charset_end + 3);
  if (end == std::string_view::npos) return std::nullopt;
  const char coding = text[charset_end + 1];
  const std::string_view content = text.substr(charset_end + 3, end - charset_end - 3);
  std::string charset(text.substr(at + 2, charset_end - at - 2));
  charset = charset.substr(0, charset.find('*'));  // a language may follow (RFC 2231)
  std::string bytes;
  if (coding == 'B' || coding == 'b') {
    bytes = decode_base64(content);
  } else if (coding == 'Q' || coding == 'q') {
    bytes = decode_quoted_printable(content, true);
  } else {
    return std::nullopt;
  }
  at = end + 2;
  return to_utf8(bytes, charset);
}

}  // namespace

std::string decode_base64(std::string_view text) {
  std::string out;
  out.reserve(text.size() / 4 * 3);
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    if (c == '=') break;
    const int value = value_of(c);
    if (value < 0) continue;
    bits = (bits << 6U | static_cast<unsigned>(value)) & 0xFFFFFFU;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> static_cast<unsigned>(count) & 0xFFU);
  }
  return out;
}

std::string decode_quoted_printable(std::string_view text, bool is_word) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '_' && is_word) {
      out += ' ';
    } else if (c != '=') {
      out += c;
    } else if (const auto byte = hex_byte(text, at)) {
      out += *byte;
      at += 2;
    } else if (const std::size_t end = text.find('\n', at);
               end != std::string_view::npos && base::trim(text.substr(at + 1, end - at - 1)).empty()) {
      at = end;  // the line goes on
    } else {
      out += c;
    }
  }
  return out;
}

std::string decode_body(std::string_view body, std::string_view encoding) {
  if (encoding == "base64") return decode_base64(body);
  // The line break before a boundary belongs to the boundary.
  if (body.ends_with('\n')) body.remove_suffix(1);
  if (body.ends_with('\r')) body.remove_suffix(1);
  return encoding == "quoted-printable" ? decode_quoted_printable(body, false) : std::string(body);
}

std::string to_utf8(std::string_view bytes, const std::string& charset) {
  const iconv_t opened = iconv_open("UTF-8", charset.c_str());
  if (opened == reinterpret_cast<iconv_t>(-1)) return std::string(bytes);
  const std::unique_ptr<void, CloseConverter> converter(opened);
  std::string in(bytes), out;
  char* from = in.data();
  std::size_t left = in.size();
  std::array<char, 1'024> block{};
  while (left > 0) {
    char* to = block.data();
    std::size_t room = block.size();
    const std::size_t done = iconv(opened, &from, &left, &to, &room);
    out.append(block.data(), block.size() - room);
    if (done != static_cast<std::size_t>(-1) || errno == E2BIG) continue;
    base::append_utf8(out, 0xFFFD);
    ++from;
    --left;
  }
  return out;
}

std::string decode_words(std::string_view text) {
  std::string out;
  std::size_t blank_from = std::string::npos;  // where the blanks after an encoded word begin in `out`
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at, 2) == "=?") {
      if (const auto word = word_at(text, at)) {
        // Blanks between two encoded words are there for their length alone.
        if (blank_from != std::string::npos && base::trim(out.substr(blank_from)).empty()) out.resize(blank_from);
        out += *word;
        blank_from = out.size();
        continue;
      }
    }
    out += text[at++];
  }
  return out;
}

std::string decode_extended(std::string_view text) {
  const std::size_t first = text.find('\''), second = text.find('\'', first == std::string_view::npos ? 0 : first + 1);
  const bool has_charset = first != std::string_view::npos && second != std::string_view::npos && second != first;
  const std::string charset(has_charset ? text.substr(0, first) : "utf-8");
  const std::string_view coded = has_charset ? text.substr(second + 1) : text;
  std::string bytes;
  for (std::size_t at = 0; at < coded.size(); ++at) {
    const auto byte = coded[at] == '%' ? hex_byte(coded, at) : std::nullopt;
    bytes += byte ? *byte : coded[at];
    if (byte) at += 2;
  }
  return to_utf8(bytes, charset.empty() ? "utf-8" : charset);
}

}  // namespace platform::client
