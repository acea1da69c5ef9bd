#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace imports {

/// The candidate most like `word` (case and accents ignored), for "did you mean"; "" when none is near enough to help.
std::string_view closest(std::string_view word, std::span<const std::string_view> candidates);
std::string_view closest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace imports
