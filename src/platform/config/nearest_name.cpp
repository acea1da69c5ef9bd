#include "platform/config/nearest_name.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "base/text.h"
#include "platform/config/settings.h"

namespace platform::config {
namespace {

// Letters to insert, drop or replace to get from one word to the other.
std::size_t edit_distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

bool is_setting_name(std::string_view name) {
  constexpr std::string_view file_suffix = "_FILE";
  const std::string_view stem = name.ends_with(file_suffix) ? name.substr(0, name.size() - file_suffix.size()) : name;
  return std::ranges::any_of(setting_table(), [&](const SettingInfo& s) { return s.name == name || s.name == stem; });
}

std::optional<std::string> nearest_setting_name(std::string_view name) {
  const std::string wanted = base::to_upper_ascii(name);
  const auto distance = [&](const SettingInfo& setting) { return edit_distance(wanted, setting.name); };
  const auto nearest = std::ranges::min_element(setting_table(), {}, distance);
  // A third of the letters wrong is another word, not a slip.
  if (distance(*nearest) * 3 > std::max(wanted.size(), nearest->name.size())) return std::nullopt;
  return std::string(nearest->name);
}

}  // namespace platform::config
