#include "ops/checks/first_settings.h"

#include <sys/stat.h>

#include <fstream>
#include <set>

#include "platform/config/dot_env.h"
#include "platform/config/settings.h"
#include "support/result_check.h"
#include "support/temporary_folder.h"

namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

class FirstSettings : public ::testing::Test {
 protected:
  ops::FirstSettingsOptions options() const { return {folder / ".env", {}, {}}; }
  /// What the program itself makes of the file.
  base::Result<platform::config::Loaded> loaded() const {
    return platform::config::load([](const std::string&) { return std::nullopt; }, folder / ".env");
  }
  static std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static mode_t mode_of(const std::filesystem::path& file) {
    struct stat status {};
    return ::stat(file.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
  }

  const test::TemporaryFolder folder;
};

TEST_F(FirstSettings, AreAcceptedInProductionAsTheyAre) {
  auto wanted = options();
  wanted.domain = "shop.example";
  test::must(ops::write_first_settings(wanted));
  const auto settings = test::must(loaded()).settings;
  EXPECT_TRUE(settings.is_production());
  EXPECT_EQ(settings.value("APP_URL"), "https://shop.example");
  EXPECT_EQ(settings.value("NEXT_PUBLIC_API_URL"), "https://api.shop.example");
  EXPECT_EQ(settings.value("ALLOWED_ORIGINS"), "https://shop.example");
}

TEST_F(FirstSettings, HaveSecretsOfTheirOwnEachTime) {
  std::set<std::string> secrets;
  for (const char* const name : {"one.env", "two.env"}) {
    auto wanted = options();
    wanted.file = folder / name;
    test::must(ops::write_first_settings(wanted));
    const auto file = platform::config::read_dot_env(wanted.file);
    for (const std::string& setting : ops::generated_settings()) {
      ASSERT_NE(file.find(setting), nullptr) << setting;
      EXPECT_GE(file.find(setting)->size(), 32U) << setting;
      EXPECT_TRUE(secrets.insert(*file.find(setting)).second) << setting << " is not unique";
    }
  }
}

TEST_F(FirstSettings, MakeUpOnlyWhatNobodyElseGives) {
  const auto names = ops::generated_settings();
  EXPECT_THAT(names, Contains("SECRET_KEY"));
  EXPECT_THAT(names, Contains("JWT_SECRET_KEY"));
  EXPECT_THAT(names, Contains("ADMIN_PASSWORD"));
  for (const char* const given : {"MINIO_SECRET_KEY", "SMTP_PASSWORD", "SENTRY_DSN", "SECRET_KEY_PREVIOUS"})
    EXPECT_THAT(names, Not(Contains(given)));
}

TEST_F(FirstSettings, NameEverySettingOfTheTable) {
  test::must(ops::write_first_settings(options()));
  const std::string text = text_of(folder / ".env");
  for (const auto& setting : platform::config::setting_table()) {
    EXPECT_NE(text.find("\n" + std::string(setting.name) + "="), text.find("\n#" + std::string(setting.name) + "="))
        << setting.name;
  }
  EXPECT_THAT(test::must(loaded()).warnings, IsEmpty());
}

TEST_F(FirstSettings, AreForTheirOwnerAlone) {
  auto wanted = options();
  wanted.secrets_dir = folder / "secrets";
  test::must(ops::write_first_settings(wanted));
  EXPECT_EQ(mode_of(folder / ".env"), 0600U);
  EXPECT_EQ(mode_of(folder / "secrets" / "secret_key"), 0600U);
}

TEST_F(FirstSettings, NeverTouchAFileThatIsThereAndSayWhatItLacks) {
  std::ofstream(folder / ".env") << "SECRET_KEY=mine\nJWT_SECRET_KEY_FILE=/run/secrets/jwt\n";
  auto wanted = options();
  wanted.secrets_dir = folder / "secrets";
  const auto made = test::must(ops::write_first_settings(wanted));
  EXPECT_EQ(text_of(folder / ".env"), "SECRET_KEY=mine\nJWT_SECRET_KEY_FILE=/run/secrets/jwt\n");
  EXPECT_THAT(made.written, IsEmpty());
  EXPECT_THAT(made.kept, ElementsAre(folder / ".env"));
  EXPECT_THAT(made.missing, Contains("ADMIN_PASSWORD"));
  EXPECT_THAT(made.missing, Not(Contains("SECRET_KEY")));
  EXPECT_THAT(made.missing, Not(Contains("JWT_SECRET_KEY")));
  EXPECT_FALSE(std::filesystem::exists(folder / "secrets"));
}

TEST_F(FirstSettings, GoOnWithTheSecretsOfARunThatWasCutOff) {
  std::filesystem::create_directory(folder / "secrets");
  std::ofstream(folder / "secrets" / "secret_key") << "kept-from-the-first-run\n";
  auto wanted = options();
  wanted.secrets_dir = folder / "secrets";
  test::must(ops::write_first_settings(wanted));
  EXPECT_EQ(text_of(folder / "secrets" / "secret_key"), "kept-from-the-first-run\n");
  EXPECT_EQ(test::must(loaded()).settings.value("SECRET_KEY"), "kept-from-the-first-run");
  EXPECT_THAT(text_of(folder / ".env"), Not(::testing::HasSubstr("kept-from-the-first-run")));
}

TEST_F(FirstSettings, LeaveNothingBehindWhereNothingCanBeWritten) {
  std::ofstream(folder / "file") << "";
  auto wanted = options();
  wanted.file = folder / "file" / ".env";
  EXPECT_EQ(test::code_of(ops::write_first_settings(wanted)), "ops.file_not_written");
  wanted.file = "/dev/full/.env";
  EXPECT_EQ(test::code_of(ops::write_first_settings(wanted)), "ops.file_not_written");
}

TEST_F(FirstSettings, RefuseWhatIsNoDomain) {
  for (const char* const domain : {"https://shop.example", "shop example", ".example", "SHOP.example", "a\nB=1"}) {
    auto wanted = options();
    wanted.domain = domain;
    EXPECT_EQ(test::code_of(ops::write_first_settings(wanted)), "usage.domain") << domain;
  }
  EXPECT_FALSE(std::filesystem::exists(folder / ".env"));
}

}  // namespace
