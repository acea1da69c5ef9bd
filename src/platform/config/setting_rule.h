#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/config/settings.h"

namespace platform::config {

/// A setting's value brought to its usual spelling, or why it is not one.
struct CheckedValue {
  std::string value;
  std::string error;  ///< what was expected, to follow "must be "; empty when the value is right
};

/// Checks a value against the type and rule of its setting.
CheckedValue check_value(const SettingInfo& setting, std::string_view value);

/// Why a secret, or a password inside a URL, may not be used in production; nothing when it may.
std::optional<std::string> production_objection(const SettingInfo& setting, const std::string& value);

/// The words of a rule such as "a|b|c".
std::vector<std::string_view> rule_words(std::string_view rule);

/// The bounds of a rule such as "1 to 65535".
std::optional<std::pair<std::string_view, std::string_view>> rule_bounds(std::string_view rule);

}  // namespace platform::config
