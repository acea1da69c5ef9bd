#include "platform/config/settings.h"

namespace platform::config {

// The one place where settings are declared. `rule` is read by people and by the checks: "1 to 65535" bounds a number,
// "a|b" lists choices (for a url or a list, the schemes), "begins with /" and "at least 32 characters in production"
// mean what they say, and "required in production" may stand before the latter.
const std::vector<SettingInfo>& setting_table() {
  using enum SettingType;
  constexpr std::string_view databases = "sqlite|postgresql|postgres";
  constexpr std::string_view redis = "redis|rediss";
  constexpr std::string_view web = "http|https";
  constexpr std::string_view pool = "1 to 1000";
  constexpr std::string_view key = "required in production, at least 32 characters in production";
  constexpr std::string_view old_key = "at least 32 characters in production";

  static const std::vector<SettingInfo> table{
      {"ENVIRONMENT", choice, "development", "development|staging|test|production", false,
       "Kind of installation. `production` refuses placeholder and short secrets."},
      {"DATA_DIR", path, "./var", "", false, "Folder of the embedded databases and stored files."},
      {"PORT", integer, "8000", "1 to 65535", false, "TCP port of the HTTP server."},
      {"WORKER_PORT", integer, "8001", "1 to 65535", false, "TCP port on which `worker` answers health and metrics."},
      {"SCHEDULER_PORT", integer, "8002", "1 to 65535", false,
       "TCP port on which `scheduler` answers health and metrics."},
      {"WEB_PORT", integer, "3000", "1 to 65535", false, "TCP port on which `web` serves the web app."},
      {"WEB_DIR", path, "", "", false, "Folder of the built web app. Empty: the one that came with the program."},
      {"DEBUG", boolean, "false", "", false, "Show details of unexpected errors to the caller."},
      {"DOCKER_HOST", text, "", "", false,
       "Where `release` reaches the container engine: unix:///path or tcp://host:port. Empty: Docker's own socket."},
      {"LOG_LEVEL", choice, "INFO", "DEBUG|INFO|WARNING|ERROR|CRITICAL", false, "Least important messages to log."},

      {"DATABASE_URL", url, "sqlite:///{DATA_DIR}/main.db", databases, false,
       "Main database: users, settings, jobs, schedules, audit."},
      {"DB_CATALOG_URL", url, "sqlite:///{DATA_DIR}/catalog.db", databases, false,
       "Catalogue database: suppliers, products, offers, histories."},
      {"DB_IMPORTS_URL", url, "sqlite:///{DATA_DIR}/imports.db", databases, false,
       "Imports database: sources, mappings, import jobs, quarantine."},
      {"DB_MEDIA_URL", url, "sqlite:///{DATA_DIR}/media.db", databases, false,
       "Media database: images and thumbnails."},
      {"DB_CODE2ASIN_URL", url, "sqlite:///{DATA_DIR}/code2asin.db", databases, false,
       "Database of GTIN to ASIN look-ups."},
      {"DB_ANALYTICS_URL", url, "sqlite:///{DATA_DIR}/analytics.db", databases, false,
       "Analytics database: daily figures."},
      {"CATALOG_POOL_SIZE", integer, "30", pool, false, "Connections to the catalogue database."},
      {"IMPORTS_POOL_SIZE", integer, "20", pool, false, "Connections to the imports database."},
      {"MEDIA_POOL_SIZE", integer, "15", pool, false, "Connections to the media database."},
      {"CODE2ASIN_POOL_SIZE", integer, "12", pool, false, "Connections to the GTIN to ASIN database."},
      {"ANALYTICS_POOL_SIZE", integer, "10", pool, false, "Connections to the analytics database."},
      {"DATABASE_POOL_TIMEOUT", seconds, "30", "1 to 3600", false,
       "Seconds to wait for a free connection before giving up."},
      {"DATABASE_POOL_RECYCLE", seconds, "3600", "1 to 604800", false,
       "Seconds after which a connection is replaced by a new one."},

      {"MINIO_ENDPOINT", text, "", "", false,
       "Host and port of the S3 service, without scheme. Empty: files are kept under `DATA_DIR`."},
      {"MINIO_ACCESS_KEY", text, "", "", true, "Access key of the S3 service."},
      {"MINIO_SECRET_KEY", text, "", "at least 8 characters in production", true, "Secret key of the S3 service."},
      {"MINIO_SECURE", boolean, "false", "", false, "Speak HTTPS to the S3 service."},
      {"MINIO_PUBLIC_URL", url, "", web, false, "Address under which browsers reach the S3 service."},
      {"MINIO_CATALOG_BUCKET", text, "catalog", "", false, "Bucket of catalogue files and exports."},
      {"MINIO_IMPORTS_BUCKET", text, "imports", "", false, "Bucket of the original supplier files."},
      {"MINIO_MEDIA_BUCKET", text, "media", "", false, "Bucket of images."},
      {"MINIO_CODE2ASIN_BUCKET", text, "code2asin", "", false, "Bucket of GTIN to ASIN files."},
      {"MINIO_ANALYTICS_BUCKET", text, "analytics", "", false, "Bucket of reports."},

      {"REDIS_URL", url, "", redis, false, "Redis for the shared cache. Empty: the cache is in process."},
      {"REDIS_CACHE_TTL", seconds, "3600", "1 to 604800", false, "Seconds a cached value is kept."},
      {"REDIS_MAX_CONNECTIONS", integer, "50", "1 to 10000", false, "Connections to Redis."},
      {"CELERY_BROKER_URL", url, "", redis, false, "Redis for events and for waking workers. Empty: in process."},
      {"CELERY_RESULT_BACKEND", url, "", redis, false, "Redis for progress and results. Empty: in process."},

      {"SECRET_KEY", text, "", key, true,
       "Encrypts the secrets of sources that are stored. Empty: one is made under `DATA_DIR`."},
      {"SECRET_KEY_PREVIOUS", text, "", old_key, true,
       "The `SECRET_KEY` before the present one: secrets stored under it stay readable."},
      {"JWT_SECRET_KEY", text, "", key, true, "Signs access tokens. Empty: one is made under `DATA_DIR`."},
      {"JWT_SECRET_KEY_PREVIOUS", text, "", old_key, true,
       "The `JWT_SECRET_KEY` before the present one: tokens signed with it stay valid until they expire."},
      {"JWT_ACCESS_TOKEN_EXPIRE_MINUTES", integer, "120", "1 to 43200", false, "Minutes an access token is valid."},
      {"ALGORITHM", choice, "HS256", "HS256", false, "How access tokens are signed."},
      {"ADMIN_PASSWORD", text, "", "at least 12 characters in production", true,
       "Password of the first administrator, used when there is none yet."},

      {"APP_NAME", text, "Suppliers-Import", "", false, "Name shown in pages and mails."},
      {"APP_VERSION", text, "", "", false, "Version shown. Empty: the program's own."},
      {"APP_URL", url, "http://localhost:8000", web, false, "Address under which people reach this installation."},
      {"API_V1_STR", text, "/api/v1", "begins with /", false, "Path under which the API is served."},
      {"NEXT_PUBLIC_API_URL", url, "", web, false, "Address of the API for browsers. Empty: the same as the pages."},
      {"ALLOWED_ORIGINS", list, "", web, false, "Web pages of other addresses that may call the API, or `*`."},

      {"RATE_LIMIT_ANONYMOUS", integer, "100", "0 to 1000000000", false,
       "Requests a minute from an address that has not signed in. 0: no limit."},
      {"RATE_LIMIT_SIGNED_IN", integer, "6000", "0 to 1000000000", false,
       "Requests a minute of a user or an API key. 0: no limit."},
      {"TRUSTED_PROXIES", list, "", "", false,
       "Addresses or networks (such as `10.1.0.0/16`) of the proxies in front, separated by commas: what they say of a "
       "client's address (`X-Forwarded-For`) is believed. Empty: nobody's."},
      {"ALLOWED_PRIVATE_NETWORKS", list, "", "", false,
       "Private networks (such as `10.1.0.0/16`) and host names that sources and webhooks may reach, separated by "
       "commas. "
       "Empty: the internet only."},
      {"WATCHED_FOLDERS", list, "", "", false,
       "Folders of this server, as absolute paths separated by commas, below which sources of the kind folder may "
       "read. "
       "Empty: none."},

      {"BACKUP_DIR", path, "{DATA_DIR}/backups", "", false, "Folder of the backups. Empty: none are kept in a folder."},
      {"BACKUP_S3_BUCKET", text, "", "", false, "Bucket of the backups. Empty: none are kept on an S3 service."},
      {"BACKUP_S3_ENDPOINT", text, "", "", false,
       "Host and port of the S3 service of the backups. Empty: that of `MINIO_ENDPOINT`, with its keys."},
      {"BACKUP_S3_ACCESS_KEY", text, "", "", true, "Access key of the S3 service of the backups."},
      {"BACKUP_S3_SECRET_KEY", text, "", "at least 8 characters in production", true,
       "Secret key of the S3 service of the backups."},
      {"BACKUP_S3_SECURE", boolean, "true", "", false, "Speak HTTPS to the S3 service of the backups."},
      {"BACKUP_KEY", text, "", "at least 16 characters in production", true,
       "Encrypts backups. Empty: they are not encrypted. Without it they cannot be restored."},
      {"BACKUP_TIME", text, "02:00", "", false,
       "When the daily backup begins, in the time zone of the settings page. Empty: there is none."},
      {"BACKUP_PROVE", boolean, "true", "", false, "Restore each daily backup beside the live data and compare it."},
      {"BACKUP_KEEP_DAYS", integer, "30", "1 to 3650", false, "Days all backups are kept."},
      {"BACKUP_KEEP_WEEKS", integer, "8", "0 to 520", false, "Weeks the last backup of each is kept."},
      {"BACKUP_KEEP_MONTHS", integer, "12", "0 to 120", false, "Months the last backup of each is kept."},
      {"PG_BIN", path, "", "", false,
       "Folder of PostgreSQL's `pg_dump` and `pg_restore`. Empty: the newest ones installed."},

      {"SMTP_SERVER", text, "", "", false, "Mail server. Empty: no mail is sent."},
      {"SMTP_PORT", integer, "587", "1 to 65535", false, "Port of the mail server."},
      {"SMTP_USERNAME", text, "", "", false, "User name at the mail server."},
      {"SMTP_PASSWORD", text, "", "", true, "Password at the mail server."},
      {"SMTP_USE_TLS", boolean, "true", "", false, "Encrypt the connection to the mail server."},
      {"FROM_EMAIL", text, "", "", false, "Sender address of mails."},
      {"FROM_NAME", text, "Suppliers-Import", "", false, "Sender name of mails."},
      {"ADMIN_EMAILS", list, "", "", false,
       "Addresses told about trouble, separated by commas. The first one is that of the first administrator."},

      {"SENTRY_DSN", url, "", web, true, "Where unexpected errors are reported. Empty: nowhere."},
      {"SENTRY_ENVIRONMENT", text, "", "", false, "Name of this installation in error reports. Empty: `ENVIRONMENT`."},
      {"SENTRY_TRACES_SAMPLE_RATE", real, "0", "0 to 1", false, "Share of requests whose timing is reported."},
      {"PROMETHEUS_ENABLED", boolean, "true", "", false, "Serve `/metrics`."},
      {"METRICS_ENABLED", boolean, "true", "", false, "Collect metrics."},
  };
  return table;
}

}  // namespace platform::config
