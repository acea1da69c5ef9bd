#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ops/backup/retention.h"
#include "ops/backup/sealing.h"
#include "ops/backup/watch.h"
#include "platform/config/settings.h"
#include "platform/storage/s3_options.h"

namespace backup {

/// The settings of backups (docs/backup.md).
struct BackupOptions {
  std::filesystem::path folder;  ///< "" for none
  std::optional<platform::storage::S3Options> s3;
  std::string bucket;
  std::shared_ptr<const SealKey> key;  ///< null: not encrypted
  KeepRules keep;
  std::filesystem::path work_below, pg_bin;
  std::string site;                                           ///< what is typed to confirm: the host of APP_URL
  std::vector<Source> sources;                                ///< the main database first
  std::vector<std::pair<std::string, std::string>> settings;  ///< to be kept with the backup: no secrets

  const Source& main() const { return sources.front(); }
  /// Fails with settings_invalid.
  static base::Result<BackupOptions> from(const platform::config::Settings& settings);
};

/// The time of the daily backup; nothing when there is none.
struct DailyTime {
  int hour = 2, minute = 0;
};
/// "02:00", or "" for none. Fails with settings_invalid.
base::Result<std::optional<DailyTime>> daily_time(std::string_view text);

}  // namespace backup
