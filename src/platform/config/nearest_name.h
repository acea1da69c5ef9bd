#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace platform::config {

/// True for a name of the settings table and for its NAME_FILE form.
bool is_setting_name(std::string_view name);

/// The setting a mistyped name is closest to; nothing when none is close.
std::optional<std::string> nearest_setting_name(std::string_view name);

}  // namespace platform::config
