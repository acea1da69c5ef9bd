#include "domain/suppliers/json_slices.h"

#include <algorithm>
#include <boost/json.hpp>

#include "base/text.h"
#include "domain/suppliers/source_request.h"

namespace suppliers {
namespace {

// What follows walks over a document that the parser has found to be right: brackets match, and texts end.

std::size_t skip_blank(std::string_view text, std::size_t at) {
  while (at < text.size() && base::is_blank(text[at])) ++at;
  return at;
}

std::size_t end_of_text(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return std::min(at + 1, text.size());
}

/// Behind the value that begins at `at`.
std::size_t end_of_value(std::string_view text, std::size_t at) {
  int depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = end_of_text(text, at);
    } else if (c == '[' || c == '{') {
      ++depth;
      ++at;
    } else if (c == ']' || c == '}') {
      if (depth == 0) return at;
      --depth;
      ++at;
    } else if (depth == 0 && (c == ',' || base::is_blank(c))) {
      return at;
    } else {
      ++at;
      if (depth > 0) continue;
      while (at < text.size() && std::string_view(",]} \t\r\n").find(text[at]) == std::string_view::npos) ++at;
    }
    if (depth == 0) return at;
  }
  return at;
}

/// Calls `visit` with each element of an array or each member of an object: its name ("" in an array), its text.
template <class F>
void each_part(std::string_view value, F visit) {
  const bool is_object = value.starts_with('{');
  std::size_t at = skip_blank(value, 1);
  while (at < value.size() && value[at] != ']' && value[at] != '}') {
    std::string name;
    if (is_object) {
      const std::size_t end = end_of_text(value, at);
      name = std::string_view(boost::json::parse(std::string(value.substr(at, end - at))).as_string());
      at = skip_blank(value, end) + 1;  // the colon
      at = skip_blank(value, at);
    }
    const std::size_t end = end_of_value(value, at);
    visit(name, value.substr(at, end - at));
    at = skip_blank(value, end);
    if (at < value.size() && value[at] == ',') at = skip_blank(value, at + 1);
  }
}

}  // namespace

base::Result<JsonPage> JsonPage::parse(std::string text, std::string_view host) {
  boost::system::error_code error;
  boost::json::parse(text, error);
  if (!error) return JsonPage(std::move(text));
  return base::failure(source_answer_unexpected, "What \"" + std::string(host) + "\" gives is not JSON.",
                       "Open the address in a browser to see what it gives; leave paging out for a file that is not "
                       "JSON.");
}

std::string_view JsonPage::at(std::string_view path) const {
  std::string_view value = base::trim(text_);
  if (path.empty()) return value;
  for (const std::string_view wanted : base::split(path, '.')) {
    std::string_view inner;
    if (value.starts_with('{')) {
      each_part(value, [&](const std::string& name, std::string_view part) {
        if (name == wanted) inner = part;
      });
    }
    value = inner;
  }
  return value;
}

std::optional<std::vector<std::string>> JsonPage::items(std::string_view path) const {
  const std::string_view array = at(path);
  if (!array.starts_with('[')) return std::nullopt;
  std::vector<std::string> items;
  each_part(array, [&](const std::string&, std::string_view part) {
    std::string line(part);
    // Within a text a line break is always escaped, so these stand between the parts.
    std::ranges::replace_if(
        line, [](char c) { return c == '\n' || c == '\r'; }, ' ');
    items.push_back(std::move(line));
  });
  return items;
}

std::string JsonPage::scalar(std::string_view path) const {
  const std::string_view value = at(path);
  if (value.starts_with('"')) return std::string(std::string_view(boost::json::parse(std::string(value)).as_string()));
  const bool is_number = !value.empty() && (base::is_digit(value.front()) || value.front() == '-');
  return is_number ? std::string(value) : std::string{};
}

}  // namespace suppliers
