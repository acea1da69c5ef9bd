#pragma once

#include <string>
#include <string_view>

namespace imports {

/// A value as messages show it: in typographic quotes, on one line, cut after 60 characters.
std::string in_quotes(std::string_view value);

}  // namespace imports
