#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace imports {

/// What an '&' begins.
struct XmlReference {
  enum class Kind : std::uint8_t {
    none,       ///< nothing: it stands for itself
    character,  ///< "&#233;", "&#xE9;"
    entity,     ///< "&name;"
    cut_off,    ///< the text ends before it can be told
  };
  Kind kind = Kind::none;
  std::string_view name{};  ///< of an entity
  std::size_t length = 1;   ///< with '&' and ';'
};

/// Looks at the '&' that `text` starts with. `at_end`: nothing follows the text, so nothing is cut off.
XmlReference reference_at(std::string_view text, bool at_end);

/// The XML name `text` starts with, at most `most` characters of it; empty when there is none.
std::string_view xml_name_at(std::string_view text, std::size_t most);

/// The longest name an '&' is believed to begin, in characters; numbers have the same limit.
inline constexpr std::size_t longest_reference = 32;

}  // namespace imports
