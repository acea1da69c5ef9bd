#include "platform/http/target.h"

#include <fmt/format.h>

#include <charconv>

#include "base/text.h"
#include "platform/http/problems.h"

namespace platform::http {

base::Result<Target> split_target(std::string_view target) {
  if (const auto scheme = base::to_lower_ascii(target.substr(0, 8));
      scheme.starts_with("http://") || scheme.starts_with("https://")) {
    const auto authority = target.find("//") + 2;
    const auto path = target.find_first_of("/?", authority);
    target = path == std::string_view::npos ? std::string_view("/") : target.substr(path);
    if (target.starts_with('?')) return Target{"/", target.substr(1)};
  }
  if (!target.starts_with('/') && target != "*") {
    return base::failure(malformed, "The request target does not begin with a slash.",
                         "Ask for a path such as /api/v1/products.");
  }
  target = target.substr(0, target.find('#'));
  const auto mark = target.find('?');
  if (mark == std::string_view::npos) return Target{target, {}};
  return Target{target.substr(0, mark), target.substr(mark + 1)};
}

base::Result<std::string> percent_decoded(std::string_view text, bool plus_is_blank) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '+' && plus_is_blank) {
      out += ' ';
    } else if (text[at] != '%') {
      out += text[at];
    } else {
      const std::string_view digits = text.substr(at + 1, 2);
      unsigned code = 0;
      const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
      if (digits.size() != 2 || read.ptr != digits.data() + 2) {
        return base::failure(malformed, fmt::format("\"%{}\" in the address is not an escaped character.", digits),
                             "Write a percent sign as %25.");
      }
      out += static_cast<char>(code);
      at += 2;
    }
  }
  if (out.find('\0') != std::string::npos || !base::is_valid_utf8(out)) {
    return base::failure(malformed, "The address holds characters that are not text.",
                         "Write it in UTF-8, percent-encoded, without NUL characters.");
  }
  return out;
}

base::Result<Pairs> decoded_query(std::string_view query) {
  Pairs pairs;
  if (query.empty()) return pairs;
  for (const std::string_view part : base::split(query, '&')) {
    if (part.empty()) continue;
    const auto equals = part.find('=');
    ASSIGN_OR_RETURN(std::string name, percent_decoded(part.substr(0, equals), true));
    ASSIGN_OR_RETURN(std::string value,
                     percent_decoded(equals == std::string_view::npos ? "" : part.substr(equals + 1), true));
    pairs.emplace_back(std::move(name), std::move(value));
  }
  return pairs;
}

}  // namespace platform::http
