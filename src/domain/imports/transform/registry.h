#pragma once

#include <string_view>

namespace imports {

/// True for transforms that read their text as a number and leave a plain one ("1234.5"). They take the column's number
/// style when their own settings name none.
bool reads_numbers(std::string_view name);

}  // namespace imports
