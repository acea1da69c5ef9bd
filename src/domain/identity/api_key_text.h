#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace identity {

inline constexpr std::string_view api_key_mark = "si_";

/// A key's text "si_<prefix>_<secret>", made anew.
struct ApiKeyText {
  std::string prefix;
  std::string text;

  static ApiKeyText make();
};

/// The prefix inside a key's text; nothing when it is not of the form.
std::optional<std::string_view> prefix_of_key(std::string_view text);

}  // namespace identity
