#include "domain/imports/sniff/text_format.h"

#include <fmt/format.h>

#include "base/text.h"
#include "domain/imports/formats/encoding.h"

namespace imports::sniffing {
namespace {

/// Where the JSON value at the front of `text` ends; npos when it does not end here.
std::size_t end_of_value(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
      continue;
    }
    if (c == '"') in_string = true;
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) return i + 1;
  }
  return std::string_view::npos;
}

bool begins_like_json(std::string_view text) {
  const std::string_view rest = base::trim(text.substr(1));
  if (rest.empty()) return true;
  const char next = rest.front();
  if (text.front() == '{') return next == '"' || next == '}';
  return next == '{' || next == '[' || next == ']' || next == '"' || next == '-' || base::is_digit(next) ||
         rest.starts_with("true") || rest.starts_with("false") || rest.starts_with("null");
}

/// One value a line, each complete in itself, the first line not being all there is.
bool is_ndjson(std::string_view text, std::string_view name) {
  const bool named = name.ends_with(".ndjson") || name.ends_with(".jsonl");
  const std::size_t end = end_of_value(text);
  if (end == std::string_view::npos) return named;
  const std::string_view rest = text.substr(end);
  const std::string_view next = base::trim(rest);
  if (next.empty()) return named;
  return rest.substr(0, rest.find(next.front())).find('\n') != std::string_view::npos && next.front() == text.front();
}

std::string declared_encoding(std::string_view head) {
  if (!head.starts_with("<?xml")) return {};
  const std::string_view declaration = head.substr(0, head.find("?>"));
  const std::size_t at = declaration.find("encoding");
  if (at == std::string_view::npos) return {};
  const std::size_t open = declaration.find_first_of("\"'", at);
  if (open == std::string_view::npos) return {};
  const std::size_t close = declaration.find(declaration[open], open + 1);
  return close == std::string_view::npos ? std::string{} : std::string(declaration.substr(open + 1, close - open - 1));
}

}  // namespace

Format guess_text_format(std::string_view text, std::string_view name) {
  const std::string lower = base::to_lower_ascii(name);
  text = base::trim(text);
  if (text.empty()) return Format::csv;
  const char first = text.front();
  if (first == '<') return Format::xml;
  // A line of a CSV file may begin with a bracket too: [id],[name].
  if ((first == '{' || first == '[') && begins_like_json(text)) {
    return is_ndjson(text, lower) ? Format::ndjson : Format::json;
  }
  return Format::csv;
}

EncodingChoice choose_encoding(std::string_view head, bool complete) {
  EncodingGuess guess = detect_encoding({head.data(), head.size()}, complete);
  const std::string declared = declared_encoding(head);
  if (!declared.empty() && guess.name != "UTF-8") {
    if (const auto known = canonical_encoding(declared); known && *known != "UTF-8" && !known->starts_with("UTF-16")) {
      return {*known, fmt::format("the XML declaration says {}", declared)};
    }
  }
  return {std::move(guess.name), std::move(guess.reason)};
}

}  // namespace imports::sniffing
