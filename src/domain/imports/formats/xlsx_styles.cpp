#include <charconv>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "domain/imports/formats/xlsx_package.h"
#include "domain/imports/formats/xlsx_xml.h"

namespace imports {
namespace {

// Excel allows 65,490 cell formats; more would only cost memory.
constexpr std::size_t max_styles = 100'000;

std::uint32_t number_of(std::string_view text) {
  std::uint32_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

base::Result<std::vector<NumberKind>> read_style_kinds(std::unique_ptr<ByteSource> styles) {
  std::unordered_map<std::uint32_t, NumberKind> own_formats;
  std::vector<NumberKind> kinds;
  RETURN_IF_FAILED(scan_xml(std::move(styles), "styles.xml", [&](auto element, const auto& attributes, auto parent) {
    const auto id = number_of(attributes.get("numFmtId").value_or("0"));
    if (element == "numFmt" && parent == "numFmts" && own_formats.size() < max_styles) {
      own_formats.insert_or_assign(id, number_kind(attributes.get("formatCode").value_or("")));
    } else if (element == "xf" && parent == "cellXfs" && kinds.size() < max_styles) {
      const auto own = own_formats.find(id);
      kinds.push_back(own != own_formats.end() ? own->second : builtin_number_kind(id));
    }
  }));
  return kinds;
}

}  // namespace imports
