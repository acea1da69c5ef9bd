#include "platform/config/nearest_name.h"

#include <algorithm>

#include "base/edit_distance.h"
#include "base/text.h"
#include "platform/config/settings.h"

namespace platform::config {

bool is_setting_name(std::string_view name) {
  constexpr std::string_view file_suffix = "_FILE";
  const std::string_view stem = name.ends_with(file_suffix) ? name.substr(0, name.size() - file_suffix.size()) : name;
  return std::ranges::any_of(setting_table(), [&](const SettingInfo& s) { return s.name == name || s.name == stem; });
}

std::optional<std::string> nearest_setting_name(std::string_view name) {
  const std::string wanted = base::to_upper_ascii(name);
  const auto distance = [&](const SettingInfo& setting) { return base::edit_distance(wanted, setting.name); };
  const auto nearest = std::ranges::min_element(setting_table(), {}, distance);
  // A third of the letters wrong is another word, not a slip.
  if (distance(*nearest) * 3 > std::max(wanted.size(), nearest->name.size())) return std::nullopt;
  return std::string(nearest->name);
}

}  // namespace platform::config
