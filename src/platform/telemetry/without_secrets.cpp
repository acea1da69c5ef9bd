#include <algorithm>
#include <array>

#include "base/text.h"
#include "platform/telemetry/sentry.h"

namespace platform::telemetry {
namespace {

bool is_name_char(char c) {
  return base::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}

/// "DB_PASSWORD", "api-key": the end of the name says that its value is secret.
bool names_secret(std::string_view name) {
  static constexpr std::array<std::string_view, 8> marks{"password", "passwd", "token",         "secret",
                                                         "key",      "pwd",    "authorization", "signature"};
  const std::string lower = base::to_lower_ascii(name);
  return std::ranges::any_of(marks, [&](std::string_view mark) { return lower.ends_with(mark); });
}

bool names_scheme(std::string_view word) {
  const std::string lower = base::to_lower_ascii(word);
  return lower == "bearer" || lower == "basic";
}

/// Copies a text, secrets left out.
class Cleaner {
 public:
  explicit Cleaner(std::string_view text) : text_(text) {}

  std::string clean() {
    while (at_ < text_.size()) {
      if (text_.substr(at_).starts_with("://")) {
        copy_login();
      } else if (is_name_char(text_[at_])) {
        copy_word();
      } else {
        copy_to(at_ + 1);
      }
    }
    return std::move(out_);
  }

 private:
  void copy_to(std::size_t end) {
    out_ += text_.substr(at_, end - at_);
    at_ = end;
  }
  void hide_to(std::size_t end) {
    if (end > at_) out_ += "***";
    at_ = std::max(at_, end);
  }
  std::size_t after(std::size_t from, std::string_view these) const {
    return std::min(text_.find_first_not_of(these, from), text_.size());
  }
  std::size_t value_end(std::size_t from) const {
    return std::min(text_.find_first_of(" \t\r\n&,;\"')}", from), text_.size());
  }

  /// "://user:password@host"
  void copy_login() {
    copy_to(at_ + 3);
    const std::size_t colon = text_.find_first_of(":/@ ", at_);
    if (colon == std::string_view::npos || text_[colon] != ':') return;
    const std::size_t sign = text_.substr(0, value_end(colon)).rfind('@');
    if (sign == std::string_view::npos || sign < colon) return;
    copy_to(colon + 1);
    hide_to(sign);
  }

  /// A word, and the value after it where that is secret: "Bearer abc", password=abc, "token": "abc".
  void copy_word() {
    std::size_t end = at_;
    while (end < text_.size() && is_name_char(text_[end])) ++end;
    const std::string_view word = text_.substr(at_, end - at_);
    copy_to(end);
    if (names_scheme(word)) {
      hide_value(after(at_, " "));
    } else if (names_secret(word)) {
      const std::size_t sign = after(at_, "\"' ");
      if (sign == text_.size() || (text_[sign] != '=' && text_[sign] != ':')) return;
      std::size_t value = after(sign + 1, "\"' ");
      const std::string_view first = text_.substr(value, value_end(value) - value);
      if (names_scheme(first)) value = after(value + first.size(), " ");
      hide_value(value);
    }
  }

  void hide_value(std::size_t begin) {
    if (begin == at_) return;
    copy_to(begin);
    hide_to(value_end(begin));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_;
};

}  // namespace

std::string without_secrets(std::string_view text) {
  return Cleaner(text).clean();
}

}  // namespace platform::telemetry
