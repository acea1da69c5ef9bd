#include "ops/checks/tar_gz.h"

#include <fstream>

#include "ops/checks/known_secrets.h"
#include "ops/checks/private_file.h"
#include "platform/config/settings.h"
#include "support/process.h"
#include "support/result_check.h"
#include "support/temporary_folder.h"

namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(TarGz, IsReadByTar) {
  const test::TemporaryFolder folder;
  std::string long_text;
  for (int i = 0; i < 20'000; ++i) long_text += "line " + std::to_string(i) + "\n";
  const std::string bytes =
      ops::tar_gz({{"one/empty", ""}, {"one/short", "a\n"}, {"one/long", long_text}}, 1'700'000'000);
  test::must(ops::write_private_file(folder / "archive.tar.gz", bytes));
  test::Process tar({"/usr/bin/tar", "-xzf", (folder / "archive.tar.gz").string(), "-C", folder.path().string()}, {});
  const auto finished = tar.wait();
  ASSERT_EQ(finished.exit_code, 0) << finished.err;
  std::ifstream in(folder / "one" / "long");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), long_text);
  EXPECT_EQ(std::filesystem::file_size(folder / "one" / "empty"), 0U);
  EXPECT_EQ(std::filesystem::file_size(folder / "one" / "short"), 2U);
}

TEST(PrivateFile, IsNeverWrittenOverAnother) {
  const test::TemporaryFolder folder;
  test::must(ops::write_private_file(folder / "new" / "file", "first"));
  EXPECT_EQ(test::code_of(ops::write_private_file(folder / "new" / "file", "second")), "ops.file_exists");
  EXPECT_EQ(std::filesystem::file_size(folder / "new" / "file"), 5U);
  const auto entries = std::filesystem::directory_iterator(folder / "new");
  EXPECT_EQ(std::distance(begin(entries), end(entries)), 1) << "a draft was left behind";
}

TEST(KnownSecrets, AreTakenOutInEveryForm) {
  const std::map<std::string, std::string> environment{{"DATABASE_URL", "postgresql://app:p%40ss%22word@db/main"},
                                                       {"SECRET_KEY", "a \"quoted\" key of some length"},
                                                       {"SMTP_PASSWORD", "abc"}};
  const auto loaded = test::must(platform::config::load(
      [&](const std::string& name) -> std::optional<std::string> {
        const auto found = environment.find(name);
        return found == environment.end() ? std::nullopt : std::optional(found->second);
      },
      ""));
  const ops::KnownSecrets secrets(loaded.settings);
  const std::string text = secrets.without(
      "url p%40ss%22word plain p@ss\"word json \"p@ss\\\"word\" key a \"quoted\" key of some length\n"
      "json a \\\"quoted\\\" key of some length; abc stays a word");
  EXPECT_THAT(text, Not(HasSubstr("ss%22")));
  EXPECT_THAT(text, Not(HasSubstr("p@ss")));
  EXPECT_THAT(text, Not(HasSubstr("quoted")));
  EXPECT_THAT(text, HasSubstr("abc stays a word"));
}

}  // namespace
