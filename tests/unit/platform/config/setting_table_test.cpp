#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

#include "platform/config/nearest_name.h"
#include "platform/config/setting_rule.h"
#include "platform/config/settings.h"

namespace {

using platform::config::setting_table;
using platform::config::SettingInfo;
using platform::config::SettingType;
using testing::HasSubstr;

TEST(SettingTable, HoldsTheNamesDeployersKnow) {
  std::set<std::string_view> names;
  for (const SettingInfo& setting : setting_table())
    EXPECT_TRUE(names.insert(setting.name).second) << setting.name << " is declared twice";
  for (const char* name : {"DATABASE_URL",
                           "DB_CATALOG_URL",
                           "DB_IMPORTS_URL",
                           "DB_MEDIA_URL",
                           "DB_CODE2ASIN_URL",
                           "DB_ANALYTICS_URL",
                           "CATALOG_POOL_SIZE",
                           "IMPORTS_POOL_SIZE",
                           "MEDIA_POOL_SIZE",
                           "CODE2ASIN_POOL_SIZE",
                           "ANALYTICS_POOL_SIZE",
                           "DATABASE_POOL_TIMEOUT",
                           "DATABASE_POOL_RECYCLE",
                           "MINIO_ENDPOINT",
                           "MINIO_ACCESS_KEY",
                           "MINIO_SECRET_KEY",
                           "MINIO_SECURE",
                           "MINIO_PUBLIC_URL",
                           "MINIO_CATALOG_BUCKET",
                           "MINIO_IMPORTS_BUCKET",
                           "MINIO_MEDIA_BUCKET",
                           "MINIO_CODE2ASIN_BUCKET",
                           "MINIO_ANALYTICS_BUCKET",
                           "REDIS_URL",
                           "REDIS_CACHE_TTL",
                           "REDIS_MAX_CONNECTIONS",
                           "CELERY_BROKER_URL",
                           "CELERY_RESULT_BACKEND",
                           "SECRET_KEY",
                           "JWT_SECRET_KEY",
                           "JWT_ACCESS_TOKEN_EXPIRE_MINUTES",
                           "ALGORITHM",
                           "APP_NAME",
                           "APP_VERSION",
                           "ENVIRONMENT",
                           "DEBUG",
                           "LOG_LEVEL",
                           "APP_URL",
                           "API_V1_STR",
                           "NEXT_PUBLIC_API_URL",
                           "ALLOWED_ORIGINS",
                           "SMTP_SERVER",
                           "SMTP_PORT",
                           "SMTP_USERNAME",
                           "SMTP_PASSWORD",
                           "SMTP_USE_TLS",
                           "FROM_EMAIL",
                           "FROM_NAME",
                           "ADMIN_EMAILS",
                           "SENTRY_DSN",
                           "SENTRY_ENVIRONMENT",
                           "SENTRY_TRACES_SAMPLE_RATE",
                           "PROMETHEUS_ENABLED",
                           "METRICS_ENABLED",
                           "DATA_DIR",
                           "ADMIN_PASSWORD",
                           "PORT"})
    EXPECT_TRUE(names.contains(name)) << name;
}

TEST(SettingTable, KeepsKeysAndPasswordsSecret) {
  for (const SettingInfo& setting : setting_table()) {
    const bool sounds_secret = setting.name.find("SECRET") != std::string_view::npos ||
                               setting.name.find("PASSWORD") != std::string_view::npos;
    EXPECT_TRUE(setting.secret || !sounds_secret) << setting.name;
  }
}

TEST(SettingTable, HasDefaultsThatPassTheirOwnRules) {
  for (const SettingInfo& setting : setting_table()) {
    EXPECT_EQ(platform::config::check_value(setting, setting.default_value).error, "") << setting.name;
    EXPECT_FALSE(setting.help.empty()) << setting.name;
  }
}

TEST(SettingRule, TakesBoundsAsPartOfTheRange) {
  const SettingInfo port{"PORT", SettingType::integer, "1", "1 to 10", false, "A number."};
  EXPECT_EQ(platform::config::check_value(port, "1").value, "1");
  EXPECT_EQ(platform::config::check_value(port, "10").value, "10");
  EXPECT_EQ(platform::config::check_value(port, "0").error, "a whole number from 1 to 10");
  EXPECT_EQ(platform::config::check_value(port, "11").error, "a whole number from 1 to 10");
}

TEST(NearestName, FindsSlips) {
  using platform::config::nearest_setting_name;
  EXPECT_EQ(nearest_setting_name("LOG_LEVL"), "LOG_LEVEL");
  EXPECT_EQ(nearest_setting_name("log_level"), "LOG_LEVEL");
  EXPECT_EQ(nearest_setting_name("DB_CATALOGUE_URL"), "DB_CATALOG_URL");
  EXPECT_EQ(nearest_setting_name("JWT_SECRET"), "JWT_SECRET_KEY") << "four letters short of fourteen";
  EXPECT_FALSE(nearest_setting_name("PATH_TO_EVERYTHING"));
}

TEST(Reference, IsCommittedAsGenerated) {
  std::ifstream in(PROJECT_DIR "/docs/configuration.md", std::ios::binary);
  const std::string committed{std::istreambuf_iterator<char>(in), {}};
  EXPECT_EQ(committed, platform::config::reference_markdown())
      << "docs/configuration.md is out of date: run `suppliers-import config reference > docs/configuration.md`";
}

TEST(Reference, ListsEverySetting) {
  const std::string text = platform::config::reference_markdown();
  for (const SettingInfo& setting : setting_table())
    EXPECT_THAT(text, HasSubstr("| `" + std::string(setting.name) + "` |"));
}

}  // namespace
