#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace platform::config {

struct DatabaseSettings {
  std::string url;
  std::size_t pool_size = 10;
};

/// The settings in force, immutable once loaded. setting_table() declares each one; docs/configuration.md lists them.
struct Settings {
  DatabaseSettings main, catalog, imports, media, code2asin, analytics;
  std::chrono::seconds pool_timeout{30};
  std::chrono::seconds pool_recycle{3600};
  std::filesystem::path data_dir = "./var";
  std::string environment = "development";
  std::string log_level = "INFO";
  bool debug = false;
  /// Every setting of the table by name, effective value, in table order; the typed members above are what code reads
  /// today, later parts add theirs.
  std::vector<std::pair<std::string, std::string>> values;

  const std::string& value(std::string_view name) const;
  bool is_production() const { return environment == "production"; }
};

enum class SettingType : std::uint8_t { text, integer, boolean, real, seconds, path, url, list, choice };

/// One row of the settings table.
struct SettingInfo {
  std::string_view name;
  SettingType type;
  std::string_view default_value;  ///< "{DATA_DIR}" inside is replaced by the effective DATA_DIR
  std::string_view rule;           ///< for people: "1 to 1000", "development|staging|production"
  bool secret;
  std::string_view help;
};
const std::vector<SettingInfo>& setting_table();

/// Where a variable's value comes from: the environment in programs, a map in tests.
using Lookup = std::function<std::optional<std::string>(const std::string&)>;

/// Where an effective value came from, for `config check`.
enum class SettingSource : std::uint8_t { default_value, environment, file, dot_env };

struct SettingReport {
  const SettingInfo* info;
  std::string shown;  ///< effective value, secrets masked, passwords inside URLs masked
  SettingSource source;
};
struct Loaded {
  Settings settings;
  std::vector<SettingReport> report;  ///< in table order
  std::vector<std::string> warnings;  ///< .env keys nobody reads (with the closest known name)
};

/// Loads the settings: variable, else NAME_FILE's content, else `.env` (in the working folder, if present), else
/// default. Every error of every setting is in the one Problem (config_invalid), a line each. In ENVIRONMENT=production
/// placeholder or short secrets are errors.
base::Result<Loaded> load(const Lookup& environment, const std::filesystem::path& dot_env = ".env");
Lookup process_environment();

/// docs/configuration.md, generated from the table.
std::string reference_markdown();

inline constexpr base::ProblemKind config_invalid{"config.invalid", "Settings are not valid", 500,
                                                  base::LogLevel::error};

}  // namespace platform::config
