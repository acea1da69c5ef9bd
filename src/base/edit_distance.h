#pragma once

#include <cstddef>
#include <string_view>

namespace base {

/// Letters (bytes) to insert, drop or replace to get from one word to the other.
std::size_t edit_distance(std::string_view from, std::string_view to);

}  // namespace base
