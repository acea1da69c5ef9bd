#include "platform/http/codec.h"

#include <fmt/format.h>
#include <boost/core/demangle.hpp>

#include "base/text.h"

namespace platform::http::codec_detail {
namespace {

// RFC 6901: "~" and "/" of a name are escaped.
std::string escaped(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

base::Place place_of(const Pointer& at) {
  base::Place place;
  place.field = at.text();
  return place;
}

std::string shown(const boost::json::value& value) {
  std::string text = boost::json::serialize(value);
  constexpr std::size_t enough = 60;
  if (base::utf8_length(text) <= enough) return text;
  return std::string(base::utf8_prefix(text, enough)) + "…";
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

}  // namespace

std::string Pointer::text() const {
  if (parent == nullptr) return {};
  return parent->text() + '/' + (name.data() != nullptr ? escaped(name) : std::to_string(index));
}

base::Result<boost::json::value> parse(std::string_view text) {
  boost::json::error_code error;
  boost::json::parser parser;
  parser.write(text.data(), text.size(), error);
  if (error) {
    if (base::trim(text).empty()) {
      return base::failure(request_invalid, "The body is empty.",
                           "Send a JSON document with Content-Type application/json.");
    }
    return base::failure(request_invalid, fmt::format("The body is not valid JSON: {}.", error.message()),
                         "Check the document with a JSON validator and send it again.");
  }
  return parser.release();
}

base::Problem wrong_type(const Pointer& at, std::string_view expected, const boost::json::value& found) {
  const std::string where = at.text();
  return {&request_invalid,
          fmt::format("{} is {}, which is not {}.", where.empty() ? "The document" : where, shown(found), expected),
          fmt::format("Send {}.", expected), place_of(at)};
}

base::Problem missing_member(const Pointer& at) {
  return {&request_invalid, fmt::format("{} is missing.", at.text()), "Add it to the document.", place_of(at)};
}

base::Problem unknown_member(const Pointer& at) {
  return {&request_invalid, fmt::format("{} is not known here.", at.text()),
          "Check its spelling, or leave it out; /docs lists the members.", place_of(at)};
}

base::Result<> read_text(const boost::json::value& json, const Pointer& at, std::string& out) {
  const auto* text = json.if_string();
  if (text == nullptr) return base::failure(wrong_type(at, "a text", json));
  // No database of ours stores U+0000 in a text.
  if (std::string_view(*text).find('\0') != std::string_view::npos)
    return base::failure(wrong_type(at, "a text without NUL characters", json));
  out.assign(text->begin(), text->end());
  return {};
}

std::string component_name(const std::type_info& type) {
  std::string name = boost::core::demangle(type.name());
  replace_all(name, "(anonymous namespace)::", "");
  replace_all(name, "::", ".");
  for (char& c : name)
    if (!base::is_digit(c) && c != '.' && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z')) c = '_';
  return name;
}

boost::json::value typed(std::string_view type, std::string_view format) {
  boost::json::object schema{{"type", type}};
  if (!format.empty()) schema["format"] = format;
  return schema;
}

boost::json::value reference(std::string_view component) {
  return boost::json::object{{"$ref", fmt::format("#/components/schemas/{}", component)}};
}

}  // namespace platform::http::codec_detail
