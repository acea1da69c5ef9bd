#include "domain/imports/formats/dialect.h"

#include <array>
#include <utility>

#include "base/text.h"

namespace imports {
namespace {

constexpr std::array<std::pair<Format, std::string_view>, 6> format_names{{{Format::csv, "csv"},
                                                                           {Format::xlsx, "xlsx"},
                                                                           {Format::xls, "xls"},
                                                                           {Format::json, "json"},
                                                                           {Format::ndjson, "ndjson"},
                                                                           {Format::xml, "xml"}}};

}  // namespace

std::string_view to_string(Format format) {
  for (const auto& [value, name] : format_names) {
    if (value == format) return name;
  }
  return "unknown";
}

std::string_view to_string(Compression compression) {
  switch (compression) {
    case Compression::none:
      return "none";
    case Compression::gzip:
      return "gzip";
    case Compression::zip:
      return "zip";
  }
  return "unknown";
}

std::optional<Format> parse_format(std::string_view name) {
  const std::string wanted = base::to_lower_ascii(name);
  for (const auto& [value, known] : format_names) {
    if (known == wanted) return value;
  }
  return std::nullopt;
}

}  // namespace imports
