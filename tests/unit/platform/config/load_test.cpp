#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include "platform/config/settings.h"

namespace {

using platform::config::Loaded;
using platform::config::SettingSource;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Variables = std::map<std::string, std::string>;

class Load : public testing::Test {
 protected:
  Load() { std::filesystem::create_directories(folder_); }
  ~Load() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::string file(const std::string& name, const std::string& text) const {
    const auto path = folder_ / name;
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }

  base::Result<Loaded> load(const Variables& variables) const {
    const auto lookup = [&](const std::string& name) -> std::optional<std::string> {
      const auto found = variables.find(name);
      return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
    return platform::config::load(lookup, folder_ / ".env");
  }

  std::string value(const Variables& variables, std::string_view name) const {
    const auto loaded = load(variables);
    return loaded ? loaded->settings.value(name) : loaded.error().text();
  }

  std::string problem(const Variables& variables) const {
    const auto loaded = load(variables);
    return loaded ? "no problem" : loaded.error().text();
  }

  static const platform::config::SettingReport& report(const Loaded& loaded, std::string_view name) {
    for (const auto& row : loaded.report) {
      if (row.info->name == name) return row;
    }
    throw std::out_of_range(std::string(name));
  }

 private:
  std::filesystem::path folder_ =
      std::filesystem::path(testing::TempDir()) /
      ("settings_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
};

const std::string good_key = "k7Qz-0vT2m!xR9bLw4Hs6Yd8Nf1Jc3Gp";

TEST_F(Load, HasDefaultsForEverything) {
  const auto loaded = load({});
  ASSERT_TRUE(loaded) << loaded.error().text();
  const auto& settings = loaded->settings;
  EXPECT_EQ(settings.main.url, "sqlite:///var/main.db");
  EXPECT_EQ(settings.catalog.url, "sqlite:///var/catalog.db");
  EXPECT_EQ(settings.code2asin.url, "sqlite:///var/code2asin.db");
  EXPECT_EQ(settings.main.pool_size, 10U);
  EXPECT_EQ(settings.catalog.pool_size, 30U);
  EXPECT_EQ(settings.imports.pool_size, 20U);
  EXPECT_EQ(settings.pool_timeout, std::chrono::seconds(30));
  EXPECT_EQ(settings.data_dir, "./var");
  EXPECT_EQ(settings.value("JWT_ACCESS_TOKEN_EXPIRE_MINUTES"), "120");
  EXPECT_FALSE(settings.is_production());
  EXPECT_EQ(loaded->report.size(), platform::config::setting_table().size());
  EXPECT_THAT(loaded->warnings, IsEmpty());
}

TEST_F(Load, PutsTheDatabasesUnderDataDir) {
  EXPECT_EQ(value({{"DATA_DIR", "/srv/data"}}, "DB_MEDIA_URL"), "sqlite:////srv/data/media.db");
  EXPECT_EQ(value({{"DATA_DIR", "/srv/data/"}}, "DB_MEDIA_URL"), "sqlite:////srv/data/media.db");
  EXPECT_EQ(value({{"DATA_DIR", "data"}}, "DATABASE_URL"), "sqlite:///data/main.db");
  EXPECT_EQ(value({{"DATA_DIR", "../data"}}, "DATABASE_URL"), "sqlite:///../data/main.db");
}

TEST_F(Load, PrefersTheVariableThenTheFileThenDotEnv) {
  const std::string secret = file("secret", "from file\n");
  file(".env", "APP_NAME=from dot env\nFROM_NAME=from dot env\n");
  Variables variables{{"APP_NAME", "from variable"}, {"APP_NAME_FILE", secret}};
  auto loaded = load(variables);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->settings.value("APP_NAME"), "from variable");
  EXPECT_EQ(report(*loaded, "APP_NAME").source, SettingSource::environment);
  EXPECT_EQ(report(*loaded, "FROM_NAME").source, SettingSource::dot_env);
  EXPECT_EQ(report(*loaded, "PORT").source, SettingSource::default_value);

  variables.erase("APP_NAME");
  loaded = load(variables);
  EXPECT_EQ(loaded->settings.value("APP_NAME"), "from file");
  EXPECT_EQ(report(*loaded, "APP_NAME").source, SettingSource::file);

  EXPECT_EQ(value({}, "APP_NAME"), "from dot env");
}

TEST_F(Load, TreatsAnEmptyVariableAsNotSet) {
  EXPECT_EQ(value({{"PORT", ""}, {"DATABASE_URL", ""}}, "DATABASE_URL"), "sqlite:///var/main.db");
}

TEST_F(Load, FindsAFileNamedInDotEnv) {
  file(".env", "SMTP_PASSWORD_FILE=" + file("password", "hunter two\r\n"));
  EXPECT_EQ(value({}, "SMTP_PASSWORD"), "hunter two");
}

TEST_F(Load, BringsValuesToTheirUsualSpelling) {
  const auto loaded =
      load({{"DEBUG", "Yes"}, {"LOG_LEVEL", "warning"}, {"ENVIRONMENT", "Staging"}, {"PORT", " 9000 "}});
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_TRUE(loaded->settings.debug);
  EXPECT_EQ(loaded->settings.log_level, "WARNING");
  EXPECT_EQ(loaded->settings.environment, "staging");
  EXPECT_EQ(loaded->settings.value("PORT"), "9000");
}

TEST_F(Load, AcceptsTheUrlsOfOlderInstallations) {
  EXPECT_EQ(value({{"DATABASE_URL", "postgresql+asyncpg://u:p@h:5432/n"}}, "DATABASE_URL"),
            "postgresql://u:p@h:5432/n");
  EXPECT_EQ(value({{"DATABASE_URL", "postgres://u@h/n"}}, "DATABASE_URL"), "postgresql://u@h/n");
  EXPECT_EQ(value({{"DB_MEDIA_URL", "sqlite+aiosqlite:///m.db"}}, "DB_MEDIA_URL"), "sqlite:///m.db");
  EXPECT_EQ(value({{"ALLOWED_ORIGINS", R"(["http://a.test", "https://b.test"])"}}, "ALLOWED_ORIGINS"),
            "http://a.test,https://b.test");
}

TEST_F(Load, ReportsEveryErrorAtOnce) {
  const auto loaded = load({{"PORT", "70000"},
                            {"DEBUG", "maybe"},
                            {"LOG_LEVEL", "LOUD"},
                            {"DATABASE_URL", "mysql://root@db/x"},
                            {"CATALOG_POOL_SIZE", "0"},
                            {"SENTRY_TRACES_SAMPLE_RATE", "1.5"},
                            {"API_V1_STR", "api"},
                            {"ALLOWED_ORIGINS", "example.com"},
                            {"SECRET_KEY_FILE", "/nowhere/key"}});
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code(), "config.invalid");
  const std::string& message = loaded.error().message;
  EXPECT_THAT(message, HasSubstr("9 settings are not valid:"));
  EXPECT_THAT(message, HasSubstr("- PORT is \"70000\" but must be a whole number from 1 to 65535."));
  EXPECT_THAT(message, HasSubstr("- DEBUG is \"maybe\" but must be true or false."));
  EXPECT_THAT(message, HasSubstr("- LOG_LEVEL is \"LOUD\" but must be DEBUG, INFO, WARNING, ERROR or CRITICAL."));
  EXPECT_THAT(message,
              HasSubstr("- DATABASE_URL is \"mysql://root@db/x\" but must be an address beginning with sqlite://"));
  EXPECT_THAT(message, HasSubstr("- CATALOG_POOL_SIZE is \"0\""));
  EXPECT_THAT(message, HasSubstr("- SENTRY_TRACES_SAMPLE_RATE is \"1.5\" but must be a number from 0 to 1."));
  EXPECT_THAT(message, HasSubstr("- API_V1_STR is \"api\""));
  EXPECT_THAT(message, HasSubstr("- ALLOWED_ORIGINS is \"example.com\""));
  EXPECT_THAT(message, HasSubstr("- SECRET_KEY_FILE names the file /nowhere/key, which cannot be read."));
  EXPECT_FALSE(loaded.error().place.field.empty());
}

TEST_F(Load, RefusesNumbersThatAreNotWhollyNumbers) {
  for (const char* port : {"80a", "8e3", "80.0", "-1", "0x50", "99999999999999999999"})
    EXPECT_THAT(problem({{"PORT", port}}), HasSubstr("PORT")) << port;
  for (const char* rate : {"nan", "inf", "-0.1", "half"})
    EXPECT_THAT(problem({{"SENTRY_TRACES_SAMPLE_RATE", rate}}), HasSubstr("SENTRY_TRACES_SAMPLE_RATE")) << rate;
}

TEST_F(Load, RefusesASqliteUrlWithoutAFile) {
  for (const char* url : {"sqlite://", "sqlite:///", "sqlite://main.db", "main.db"})
    EXPECT_THAT(problem({{"DATABASE_URL", url}}), HasSubstr("DATABASE_URL")) << url;
}

TEST_F(Load, ReportsBadLinesOfDotEnv) {
  file(".env", "PORT=8000\nthis is not a setting\nAPP_NAME=\"open\n");
  const std::string text = problem({});
  EXPECT_THAT(text, HasSubstr(".env, line 2: expected NAME=value."));
  EXPECT_THAT(text, HasSubstr(".env, line 3: the value of APP_NAME has a quote that is not closed"));
}

TEST_F(Load, WarnsOfNamesInDotEnvThatNobodyReads) {
  file(".env", "LOG_LEVL=INFO\nSECRET_KEY_FILE=\nCOMPLETELY_DIFFERENT=1\n");
  const auto loaded = load({});
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_THAT(loaded->warnings,
              ElementsAre(".env, line 1: LOG_LEVL is not a setting and is not read. Did you mean LOG_LEVEL?",
                          ".env, line 3: COMPLETELY_DIFFERENT is not a setting and is not read."));
}

TEST_F(Load, MasksSecretsAndPasswordsInsideUrls) {
  const auto loaded = load({{"SECRET_KEY", good_key}, {"DATABASE_URL", "postgresql://app:s3cr3t-pw@db:5432/main"}});
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ(report(*loaded, "SECRET_KEY").shown, "********");
  EXPECT_EQ(report(*loaded, "JWT_SECRET_KEY").shown, "");
  EXPECT_EQ(report(*loaded, "DATABASE_URL").shown, "postgresql://app:********@db:5432/main");
  EXPECT_EQ(loaded->settings.value("SECRET_KEY"), good_key);
}

TEST_F(Load, ShowsNoSecretInAProblem) {
  const std::string text = problem({{"DATABASE_URL", "mysql://app:s3cr3t-pw@db/x"}, {"SENTRY_DSN", "s3cr3t-pw"}});
  EXPECT_THAT(text, HasSubstr("DATABASE_URL"));
  EXPECT_THAT(text, HasSubstr("SENTRY_DSN"));
  EXPECT_THAT(text, Not(HasSubstr("s3cr3t-pw")));
}

TEST_F(Load, RefusesPlaceholderAndShortSecretsInProduction) {
  const std::string text = problem({{"ENVIRONMENT", "production"},
                                    {"JWT_SECRET_KEY", "kQ7z0vT2mxR9bLw"},
                                    {"ADMIN_PASSWORD", "changeme"},
                                    {"MINIO_SECRET_KEY", "minioadmin"},
                                    {"SMTP_PASSWORD", "password"},
                                    {"DATABASE_URL", "postgresql://app:changeme@db/main"}});
  EXPECT_THAT(text, HasSubstr("6 settings are not valid:"));
  EXPECT_THAT(text, HasSubstr("- SECRET_KEY is not set, and production needs it."));
  EXPECT_THAT(text, HasSubstr("- JWT_SECRET_KEY is too short: production needs at least 32 characters."));
  EXPECT_THAT(text, HasSubstr("- ADMIN_PASSWORD is a placeholder, which production does not accept."));
  EXPECT_THAT(text, HasSubstr("- MINIO_SECRET_KEY is a placeholder"));
  EXPECT_THAT(text, HasSubstr("- SMTP_PASSWORD is a placeholder"));
  EXPECT_THAT(text, HasSubstr("- DATABASE_URL holds a placeholder as its password"));
}

TEST_F(Load, AcceptsGoodSecretsInProductionAndAnythingInDevelopment) {
  const Variables good{{"ENVIRONMENT", "production"}, {"SECRET_KEY", good_key}, {"JWT_SECRET_KEY", good_key + "2"}};
  EXPECT_EQ(problem(good), "no problem");
  EXPECT_EQ(problem({{"SECRET_KEY", "changeme"}, {"ADMIN_PASSWORD", "admin"}}), "no problem");
}

TEST_F(Load, KeepsBlanksInsideASecret) {
  EXPECT_EQ(value({{"ADMIN_PASSWORD", " open sesame "}}, "ADMIN_PASSWORD"), " open sesame ");
}

TEST_F(Load, RefusesToNameASettingThatDoesNotExist) {
  const auto loaded = load({});
  ASSERT_TRUE(loaded);
  EXPECT_THROW(static_cast<void>(loaded->settings.value("NO_SUCH_SETTING")), std::out_of_range);
}

TEST_F(Load, ReadsTheProcessEnvironment) {
  ::setenv("APP_NAME", "of the process", 1);
  const auto loaded = platform::config::load(platform::config::process_environment(), "");
  ::unsetenv("APP_NAME");
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ(loaded->settings.value("APP_NAME"), "of the process");
}

}  // namespace
