#include <algorithm>
#include <array>

#include "base/html_entities.h"
#include "base/text.h"
#include "domain/imports/transform/families.h"
#include "domain/imports/transform/from_function.h"

namespace imports {

namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Where the tag at the start of `text` ends (one past '>'); 0 when this '<' is a plain character, as in "a < b".
std::size_t tag_length(std::string_view text) {
  if (text.starts_with("<!--")) {
    const auto end = text.find("-->");
    return end == std::string_view::npos ? text.size() : end + 3;
  }
  if (text.size() < 2) return 0;
  const bool opens = is_letter(text[1]) || text[1] == '!' || text[1] == '?';
  const bool closes = text[1] == '/' && text.size() > 2 && is_letter(text[2]);
  if (!opens && !closes) return 0;
  char quote = '\0';
  for (std::size_t i = 1; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '>') {
      return i + 1;
    } else if ((c == '"' || c == '\'') && text[i - 1] == '=') {
      quote = c;
    }
  }
  return 0;
}

std::string tag_name(std::string_view tag) {
  tag.remove_prefix(tag.starts_with("</") ? 2 : 1);
  const auto end = std::ranges::find_if_not(tag, [](char c) { return is_letter(c) || base::is_digit(c); });
  return base::to_lower_ascii(tag.substr(0, static_cast<std::size_t>(end - tag.begin())));
}

bool breaks_line(std::string_view name) {
  constexpr std::array<std::string_view, 16> names = {"br", "p",  "div", "li", "ul", "ol", "tr", "table",
                                                      "h1", "h2", "h3",  "h4", "h5", "h6", "hr", "dd"};
  return std::ranges::find(names, name) != names.end();
}

// Length of a whole element whose content is not text; `tag` is its opening tag.
std::size_t hidden_length(std::string_view text, std::string_view name, std::size_t tag) {
  const auto end = base::to_lower_ascii(text).find("</" + std::string(name), tag);
  if (end == std::string::npos) return text.size();
  return std::min(text.find('>', end), text.size() - 1) + 1;
}

// Takes blanks off line ends and leaves at most one empty line between two others.
void tidy_lines(std::string& text) {
  std::string out;
  std::size_t empty_lines = 0;
  for (const auto line : base::split(text, '\n')) {
    const auto words = base::trim(line);
    if (words.empty()) {
      ++empty_lines;
      continue;
    }
    if (!out.empty()) out += empty_lines > 0 ? "\n\n" : "\n";
    empty_lines = 0;
    out += words;
  }
  text = std::move(out);
}

void strip_html(std::string& value) {
  if (value.find_first_of("<&") == std::string::npos) return;
  std::string out;
  for (std::string_view rest = value; !rest.empty();) {
    std::size_t used = 0;
    if (rest[0] == '&') {
      used = base::decode_html_entity(rest, out);
    } else if (rest[0] == '<') {
      used = tag_length(rest);
      const auto name = used > 0 ? tag_name(rest.substr(0, used)) : std::string();
      if (breaks_line(name) && !out.ends_with('\n')) out += '\n';
      if ((name == "script" || name == "style") && rest[1] != '/') used = hidden_length(rest, name, used);
    }
    if (used == 0) {
      out += rest[0];
      used = 1;
    }
    rest.remove_prefix(used);
  }
  tidy_lines(out);
  value = std::move(out);
}

}  // namespace

base::Result<TransformPointer> make_strip_html(const TransformSpec&) {
  return from_function(strip_html);
}

}  // namespace imports
