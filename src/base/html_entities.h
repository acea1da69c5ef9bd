#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace base {

/// The character an entity of HTML 4 stands for, by its name without '&' and ';' ("eacute"); 0 when there is none.
char32_t html_character(std::string_view name);

/// Appends what the entity at the start of `text` stands for ("&eacute;", "&#233;", "&#xE9;") and gives its length; 0
/// when there is none.
std::size_t decode_html_entity(std::string_view text, std::string& out);

/// Text as HTML and XML hold it between tags and between quotes.
std::string escape_markup(std::string_view text);

}  // namespace base
