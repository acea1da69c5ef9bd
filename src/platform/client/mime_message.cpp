#include "platform/client/mime_message.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "platform/client/mime_coding.h"

namespace platform::client {
namespace {

constexpr int deepest_part = 20;
constexpr int most_parts = 2'000;

/// The header and the body of a message or a part.
struct Entity {
  std::string_view header, body;
};

Entity entity_of(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    const std::string_view line = text.substr(at, end == std::string_view::npos ? end : end - at);
    if (base::trim(line).empty() && !line.starts_with(' ') && !line.starts_with('\t'))
      return {text.substr(0, at), end == std::string_view::npos ? std::string_view{} : text.substr(end + 1)};
    if (end == std::string_view::npos) break;
    at = end + 1;
  }
  return {text, {}};
}

/// The field as it was sent, unfolded.
std::string raw_field(std::string_view header, std::string_view name) {
  std::string value;
  bool is_in = false;
  for (std::string_view line : base::split(header, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) break;
    if (line.starts_with(' ') || line.starts_with('\t')) {
      if (is_in) value.append(" ").append(base::trim(line));
      continue;
    }
    if (is_in) break;
    const std::size_t colon = line.find(':');
    is_in = colon != std::string_view::npos && base::to_lower_ascii(base::trim(line.substr(0, colon))) == name;
    if (is_in) value = base::trim(line.substr(colon + 1));
  }
  return value;
}

/// "text/csv; charset=utf-8" taken apart: the value itself is under "".
using Parameters = std::map<std::string, std::string>;

Parameters parameters_of(std::string_view field) {
  Parameters found;
  std::string name, value;
  bool is_quoted = false, has_name = false;
  const auto keep = [&] {
    const std::string key = has_name ? base::to_lower_ascii(base::trim(name)) : std::string{};
    if (!has_name) value = base::to_lower_ascii(base::trim(name));
    found.emplace(key, is_quoted ? value : std::string(base::trim(value)));
    name.clear();
    value.clear();
    has_name = false;
    is_quoted = false;
  };
  bool is_open = false;
  for (std::size_t at = 0; at < field.size(); ++at) {
    const char c = field[at];
    if (is_open && c == '\\' && at + 1 < field.size()) {
      value += field[++at];
    } else if (c == '"' && has_name) {
      is_open = !is_open;
      if (is_open) value.clear();
      is_quoted = true;
    } else if (!is_open && c == ';') {
      keep();
    } else if (!is_open && c == '=' && !has_name) {
      has_name = true;
    } else if (has_name) {
      if (is_open || !is_quoted) value += c;
    } else {
      name += c;
    }
  }
  keep();
  return found;
}

/// A parameter in any of its spellings: name, name*, name*0, name*0* (RFC 2231), or with encoded words inside.
std::string parameter(const Parameters& all, const std::string& name) {
  if (const auto plain = all.find(name); plain != all.end()) return decode_words(plain->second);
  std::string whole;
  bool is_encoded = false;
  if (const auto star = all.find(name + "*"); star != all.end()) {
    whole = star->second;
    is_encoded = true;
  }
  for (int section = 0; section < 100 && whole.size() < 4'000; ++section) {
    const std::string key = name + "*" + std::to_string(section);
    const auto piece = all.find(key), encoded = all.find(key + "*");
    if (encoded != all.end()) {
      whole += encoded->second;
      is_encoded = true;
    } else if (piece != all.end()) {
      whole += piece->second;
    } else {
      break;
    }
  }
  return is_encoded ? decode_extended(whole) : whole;
}

class Search {
 public:
  explicit Search(const std::function<bool(const std::string&)>& wanted) : wanted_(wanted) {}

  std::optional<MailAttachment> in(std::string_view text, int depth) {
    if (depth > deepest_part || ++parts_ > most_parts) return std::nullopt;
    const Entity entity = entity_of(text);
    const Parameters type = parameters_of(raw_field(entity.header, "content-type"));
    const Parameters disposition = parameters_of(raw_field(entity.header, "content-disposition"));
    const std::string encoding =
        base::to_lower_ascii(base::trim(raw_field(entity.header, "content-transfer-encoding")));
    const std::string& kind = type.at("");
    std::string name = parameter(disposition, "filename");
    if (name.empty()) name = parameter(type, "name");
    name = name.substr(name.find_last_of("/\\") + 1);
    if (!name.empty() && !kind.starts_with("multipart/") && wanted_(name))
      return MailAttachment{std::move(name), decode_body(entity.body, encoding)};
    if (kind.starts_with("multipart/")) return in_parts(entity.body, parameter(type, "boundary"), depth);
    if (kind == "message/rfc822") return in(decode_body(entity.body, encoding), depth + 1);
    return std::nullopt;
  }

 private:
  std::optional<MailAttachment> in_parts(std::string_view body, const std::string& boundary, int depth) {
    if (boundary.empty()) return std::nullopt;
    const std::string mark = "--" + boundary;
    std::size_t begin = std::string_view::npos;
    for (std::size_t at = 0; at < body.size();) {
      const std::size_t end = std::min(body.find('\n', at), body.size());
      const std::string_view line = body.substr(at, end - at);
      const bool is_mark = line.starts_with(mark) && (base::trim(line.substr(mark.size())).empty() ||
                                                      base::trim(line.substr(mark.size())) == "--");
      if (is_mark) {
        if (begin != std::string_view::npos) {
          if (auto found = in(body.substr(begin, at - begin), depth + 1)) return found;
        }
        if (base::trim(line.substr(mark.size())) == "--") return std::nullopt;
        begin = end + 1;
      }
      at = end + 1;
    }
    // A part without its closing line was cut off: half a file is none.
    return std::nullopt;
  }

  const std::function<bool(const std::string&)>& wanted_;
  int parts_ = 0;
};

}  // namespace

std::string mail_field(std::string_view header, std::string_view name) {
  return decode_words(raw_field(header, name));
}

std::optional<MailAttachment> find_attachment(std::string_view message,
                                              const std::function<bool(const std::string& name)>& wanted) {
  return Search(wanted).in(message, 0);
}

}  // namespace platform::client
