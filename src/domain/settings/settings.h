#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"
#include "platform/db/database.h"

namespace settings {

enum class SettingType : std::uint8_t { integer, decimal, choice, currency, time_zone };

/// A setting administrators may change while the program runs.
struct SettingInfo {
  std::string_view name;
  SettingType type;
  std::string_view default_value;
  std::int64_t lowest = 0, highest = 0;  ///< of a number
  std::string_view choices{};            ///< of a choice: "fr|en"
  std::string_view unit{};               ///< "days", "%", "" for none
  std::string_view english, french;      ///< one line of help in each language
};

/// All of them, in the order they are shown.
const std::vector<SettingInfo>& setting_table();
/// Nothing when no setting has this name.
const SettingInfo* find_setting(std::string_view name);

/// The rule of a setting for people: "0 to 3650", "fr|en".
std::string rule_of(const SettingInfo& setting);
/// The value in its usual spelling. Fails with settings_invalid, naming the setting.
base::Result<std::string> check_value(const SettingInfo& setting, std::string_view value);

/// Who changes settings.
struct Changer {
  std::optional<base::Uuid> id{};
  std::string name{};
};

/// A setting in force.
struct SettingValue {
  const SettingInfo* info = nullptr;
  std::string value;
  bool is_default = true;
  std::string changed_by{};  ///< "" for a default
  std::optional<base::Timestamp> changed_at{};
};

/// All settings at one moment.
struct SettingValues {
  std::int64_t version = 0;  ///< counts the changes
  std::vector<SettingValue> values;

  /// Throws std::out_of_range for a name that is not in the table: names are constants of the code.
  const std::string& text(std::string_view name) const;
  std::int64_t integer(std::string_view name) const;
};

/// What a change did; names and texts of those that differ now.
struct SettingChanges {
  std::map<std::string, std::string> before, after;
  SettingValues now;
};

/// Settings kept in the main database, so that every process knows them. Thread-safe.
class SettingsService {
 public:
  explicit SettingsService(platform::db::Database& main) : main_(main) {}

  base::Result<SettingValues> read();
  /// Sets all or none. `expected`: the version the caller has seen. Fails with settings_invalid, which names every
  /// setting and value that is wrong; settings_changed.
  base::Result<SettingChanges> change(const std::map<std::string, std::string>& wanted, const Changer& by,
                                      const std::optional<std::int64_t>& expected = std::nullopt);
  /// Gives a setting its default again. Fails with setting_unknown, settings_changed.
  base::Result<SettingChanges> reset(std::string_view name, const std::optional<std::int64_t>& expected = std::nullopt);

 private:
  platform::db::Database& main_;
};

// Names other rooms ask for.
inline constexpr std::string_view import_file_retention_days = "import_file_retention_days";
inline constexpr std::string_view import_log_retention_days = "import_log_retention_days";
inline constexpr std::string_view audit_retention_days = "audit_retention_days";
inline constexpr std::string_view job_retention_days = "job_retention_days";
inline constexpr std::string_view notification_retention_days = "notification_retention_days";
inline constexpr std::string_view low_stock_threshold = "low_stock_threshold";
inline constexpr std::string_view reject_share_warning = "reject_share_warning";
inline constexpr std::string_view stale_feed_days = "stale_feed_days";
inline constexpr std::string_view default_currency = "default_currency";
inline constexpr std::string_view default_vat_rate = "default_vat_rate";
inline constexpr std::string_view default_language = "default_language";
inline constexpr std::string_view time_zone = "time_zone";

inline constexpr base::ProblemKind setting_unknown{"settings.unknown", "No such setting", 404, base::LogLevel::info};
inline constexpr base::ProblemKind settings_invalid{"settings.invalid", "Settings are not valid", 422,
                                                    base::LogLevel::info};
inline constexpr base::ProblemKind settings_changed{"settings.changed", "Settings have changed since they were read",
                                                    412, base::LogLevel::info};

}  // namespace settings
