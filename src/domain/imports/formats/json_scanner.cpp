#include "domain/imports/formats/json_scanner.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "base/text.h"
#include "domain/imports/formats/file_place.h"
#include "domain/imports/formats/record_reader.h"
#include "domain/imports/formats/tree_problems.h"

namespace imports {
namespace {

constexpr std::size_t window_bytes = 256U << 10U;
constexpr int no_byte = -1;

constexpr std::array<bool, 256> plain_bytes() {
  std::array<bool, 256> plain{};
  for (std::size_t byte = 0x20; byte < plain.size(); ++byte) plain[byte] = byte != '"' && byte != '\\';
  return plain;
}
/// Bytes that stand for themselves inside a text in quotes.
constexpr auto is_plain = plain_bytes();

constexpr bool is_hex(int byte) {
  return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
}

}  // namespace

JsonScanner::JsonScanner(std::unique_ptr<ByteSource> source, std::string file)
    : source_(std::move(source)), file_(std::move(file)), buffer_(window_bytes + padding) {
  start_ = at_ = end_ = buffer_.data();
}

JsonScanner::JsonScanner(std::string_view text, std::string file, std::uint64_t offset, std::uint64_t line)
    : file_(std::move(file)),
      start_(text.data()),
      at_(text.data()),
      end_(text.data() + text.size()),
      base_(offset),
      line_(line),
      line_start_(offset) {}

char JsonScanner::peek() {
  for (;;) {
    if (at_ == end_ && !fill()) return end_of_text;
    const char c = *at_;
    if (c == '\n') {
      ++line_;
      line_start_ = offset() + 1;
    } else if (c != ' ' && c != '\t' && c != '\r') {
      if (c == '\0') fail("a value");
      return failed() ? end_of_text : c;
    }
    ++at_;
  }
}

bool JsonScanner::expect(char wanted) {
  if (peek() != wanted) return fail(std::string{"“"} + wanted + "”");
  take();
  return true;
}

bool JsonScanner::expect_end() {
  if (peek() != end_of_text) return fail("nothing more after the end of the JSON");
  return !failed();
}

std::string_view JsonScanner::cut() {
  const std::string_view piece(mark_, static_cast<std::size_t>(at_ - mark_));
  mark_ = nullptr;
  return piece;
}

bool JsonScanner::skip_value() {
  open_.clear();
  for (;;) {
    const char first = peek();
    if (first == '{' || first == '[') {
      if (!open(first)) return false;
      if (peek() != open_.back()) {
        if (first == '{' && !skip_key()) return false;
        continue;
      }
    } else if (!skip_scalar(first)) {
      return false;
    }
    if (!finish_value()) return false;
    if (open_.empty()) return true;
  }
}

/// After a value: closes what ends here and takes the comma (and the next key) where another value follows.
bool JsonScanner::finish_value() {
  while (!open_.empty()) {
    const char next = peek();
    if (next == open_.back()) {
      take();
      open_.pop_back();
    } else if (next == ',') {
      take();
      return open_.back() != '}' || skip_key();
    } else {
      return fail(open_.back() == '}' ? "a comma or “}”" : "a comma or “]”");
    }
  }
  return true;
}

bool JsonScanner::open(char bracket) {
  if (outer_depth_ + open_.size() >= max_depth) {
    return fail("at most " + std::to_string(max_depth) + " brackets inside one another");
  }
  take();
  open_.push_back(bracket == '{' ? '}' : ']');
  return true;
}

bool JsonScanner::skip_key() {
  if (peek() != '"') return fail("a name in double quotes");
  return skip_string() && expect(':');
}

bool JsonScanner::skip_scalar(char first) {
  switch (first) {
    case '"':
      return skip_string();
    case 't':
      return skip_literal("true");
    case 'f':
      return skip_literal("false");
    case 'n':
      return skip_literal("null");
    default:
      return first == '-' || base::is_digit(first) ? skip_number() : fail("a value");
  }
}

bool JsonScanner::skip_string() {
  take();
  for (;;) {
    while (at_ != end_ && is_plain[static_cast<unsigned char>(*at_)]) ++at_;
    if (at_ == end_) {
      if (!fill()) return fail("a closing quote");
    } else if (*at_ == '"') {
      take();
      return true;
    } else if (*at_ != '\\') {
      return fail("no line break or control character inside quotes");
    } else if (!skip_escape()) {
      return false;
    }
  }
}

bool JsonScanner::skip_escape() {
  take();
  const int letter = here();
  if (letter == no_byte || std::string_view("\"\\/bfnrtu").find(static_cast<char>(letter)) == std::string_view::npos) {
    return fail("one of \" \\ / b f n r t u after a backslash");
  }
  take();
  for (int digit = 0; letter == 'u' && digit < 4; ++digit) {
    if (!is_hex(here())) return fail("four hexadecimal digits after \\u");
    take();
  }
  return true;
}

bool JsonScanner::skip_number() {
  if (*at_ == '-') take();
  if (here() == '0') {
    take();
  } else if (!skip_digits()) {
    return false;
  }
  if (here() == '.') {
    take();
    if (!skip_digits()) return false;
  }
  if (here() == 'e' || here() == 'E') {
    take();
    if (here() == '+' || here() == '-') take();
    if (!skip_digits()) return false;
  }
  return true;
}

bool JsonScanner::skip_digits() {
  if (const int first = here(); first < '0' || first > '9') return fail("a digit");
  while (here() >= '0' && here() <= '9') take();
  return true;
}

bool JsonScanner::skip_literal(std::string_view word) {
  for (const char letter : word) {
    if (here() != letter) return fail("“" + std::string(word) + "”");
    take();
  }
  return true;
}

/// The next byte as it is, blank or not.
int JsonScanner::here() {
  if (at_ == end_ && !fill()) return no_byte;
  return static_cast<unsigned char>(*at_);
}

/// Brings at least one more byte behind end_.
bool JsonScanner::fill() {
  if (!source_ || failed()) return false;
  const char* const keep = mark_ != nullptr ? mark_ : at_;
  const auto kept = static_cast<std::size_t>(end_ - keep);
  if (kept > ReadLimits::max_record_bytes) return fail_too_long(mark_line_, offset_of(keep));
  const auto behind = static_cast<std::size_t>(at_ - keep);
  const bool marked = mark_ != nullptr;
  base_ = offset_of(keep);
  if (keep != buffer_.data()) std::memmove(buffer_.data(), keep, kept);
  if (const auto room = buffer_.size() - padding - kept; room < window_bytes / 2) {
    buffer_.resize(buffer_.size() * 2 - padding);
  }
  start_ = buffer_.data();
  at_ = start_ + behind;
  end_ = start_ + kept;
  mark_ = marked ? start_ : nullptr;
  return read_more(kept);
}

bool JsonScanner::read_more(std::size_t kept) {
  auto count = source_->read(std::span(buffer_).subspan(kept, buffer_.size() - padding - kept));
  if (!count) {
    problem_ = std::move(count).error();
    return false;
  }
  end_ += *count;
  if (*count == 0) source_.reset();
  return *count > 0;
}

bool JsonScanner::fail_too_long(std::uint64_t line, std::uint64_t offset) {
  problem_ = record_too_long(place_in(file_, line, offset));
  return false;
}

bool JsonScanner::fail(std::string_view expected) {
  if (failed()) return false;
  auto place = place_in(file_, line_, offset());
  place.column = offset() - line_start_ + 1;
  std::string message = "The JSON is broken at " + describe(place) + ": expected " + std::string(expected) + ", ";
  if (at_ == end_) {
    problem_ = base::Problem{&json_invalid, message + "but the file ends there.",
                             "The file was probably cut short: fetch it again, or ask the supplier for a complete one.",
                             std::move(place)};
    return false;
  }
  const std::string_view rest(at_, std::min<std::size_t>(static_cast<std::size_t>(end_ - at_), 160));
  problem_ = base::Problem{&json_invalid, message + "found “" + excerpt(rest) + "”.",
                           "Correct the file there, or ask the supplier for a new export.", std::move(place)};
  return false;
}

}  // namespace imports
