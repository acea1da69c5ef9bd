#pragma once

#include <string>
#include <string_view>

namespace imports {

/// Appends what the entity at the start of `text` stands for ("&eacute;", "&#233;", "&#xE9;") and gives its length; 0
/// when there is none.
std::size_t decode_entity(std::string_view text, std::string& out);

}  // namespace imports
