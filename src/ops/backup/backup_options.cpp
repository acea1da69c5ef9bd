#include "ops/backup/backup_options.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "ops/backup/backup_problems.h"
#include "platform/config/secrets.h"

namespace backup {
namespace {

using platform::config::Settings;
namespace fs = std::filesystem;

constexpr std::size_t shortest_key = 16;

std::string host_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::string_view rest = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
  return std::string(rest.substr(0, rest.find_first_of("/:?")));
}

/// What a setting says of the S3 service of backups; that of the stored files where it is silent.
const std::string& own_or_shared(const Settings& settings, std::string_view own, std::string_view shared) {
  const bool has_own = !settings.value("BACKUP_S3_ENDPOINT").empty();
  return settings.value(has_own ? own : shared);
}

base::Result<std::optional<platform::storage::S3Options>> s3_of(const Settings& settings) {
  if (settings.value("BACKUP_S3_BUCKET").empty()) return std::optional<platform::storage::S3Options>{};
  Settings as_stored_files = settings;
  for (auto& [name, value] : as_stored_files.values) {
    if (name == "MINIO_ENDPOINT") value = own_or_shared(settings, "BACKUP_S3_ENDPOINT", "MINIO_ENDPOINT");
    if (name == "MINIO_ACCESS_KEY") value = own_or_shared(settings, "BACKUP_S3_ACCESS_KEY", "MINIO_ACCESS_KEY");
    if (name == "MINIO_SECRET_KEY") value = own_or_shared(settings, "BACKUP_S3_SECRET_KEY", "MINIO_SECRET_KEY");
    if (name == "MINIO_SECURE") value = own_or_shared(settings, "BACKUP_S3_SECURE", "MINIO_SECURE");
  }
  ASSIGN_OR_RETURN(auto options, platform::storage::S3Options::from(as_stored_files));
  if (options) return options;
  return base::failure(settings_invalid, "BACKUP_S3_BUCKET is set, but no S3 service is.",
                       "Set BACKUP_S3_ENDPOINT, BACKUP_S3_ACCESS_KEY and BACKUP_S3_SECRET_KEY.",
                       {.field = "BACKUP_S3_ENDPOINT"});
}

std::vector<std::pair<std::string, std::string>> without_secrets(const Settings& settings) {
  std::vector<std::pair<std::string, std::string>> shown;
  for (const platform::config::SettingInfo& info : platform::config::setting_table()) {
    if (!info.secret) shown.emplace_back(info.name, platform::config::mask_url(settings.value(info.name)));
  }
  return shown;
}

unsigned number(const Settings& settings, std::string_view name) {
  return static_cast<unsigned>(std::stoul(settings.value(name)));
}

}  // namespace

base::Result<BackupOptions> BackupOptions::from(const Settings& settings) {
  BackupOptions options;
  options.folder = settings.value("BACKUP_DIR");
  options.bucket = settings.value("BACKUP_S3_BUCKET");
  ASSIGN_OR_RETURN(options.s3, s3_of(settings));
  if (const std::string& secret = settings.value("BACKUP_KEY"); !secret.empty()) {
    if (secret.size() < shortest_key) {
      return base::failure(settings_invalid, "BACKUP_KEY has " + std::to_string(secret.size()) + " characters.",
                           "Give at least 16, made by chance, and keep them where the backups are not.",
                           {.field = "BACKUP_KEY"});
    }
    options.key = std::make_shared<const SealKey>(secret);
  }
  options.keep = {number(settings, "BACKUP_KEEP_DAYS"), number(settings, "BACKUP_KEEP_WEEKS"),
                  number(settings, "BACKUP_KEEP_MONTHS")};
  options.work_below = (options.folder.empty() ? settings.data_dir / "backup-work" : options.folder / "work");
  options.pg_bin = settings.value("PG_BIN");
  options.site = host_of(settings.value("APP_URL"));
  options.sources = {{"main", settings.main.url},           {"catalog", settings.catalog.url},
                     {"imports", settings.imports.url},     {"media", settings.media.url},
                     {"code2asin", settings.code2asin.url}, {"analytics", settings.analytics.url}};
  options.settings = without_secrets(settings);
  return options;
}

base::Result<std::optional<DailyTime>> daily_time(std::string_view text) {
  if (text.empty()) return std::optional<DailyTime>{};
  DailyTime time;
  const auto read = [&text](std::size_t at, int& into) {
    const char* const end = text.data() + at + 2;
    return std::from_chars(text.data() + at, end, into).ptr == end;
  };
  if (text.size() == 5 && text[2] == ':' && base::is_digit(text[0]) && base::is_digit(text[3]) && read(0, time.hour) &&
      read(3, time.minute) && time.hour < 24 && time.minute < 60) {
    return std::optional(time);
  }
  return base::failure(settings_invalid, "BACKUP_TIME is \"" + std::string(text) + "\".",
                       "Give hours and minutes, such as 02:00, or nothing for no daily backup.",
                       {.field = "BACKUP_TIME"});
}

}  // namespace backup
