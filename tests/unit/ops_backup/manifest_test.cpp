#include "ops/backup/manifest.h"

#include <gmock/gmock.h>

#include "ops/backup/backup_options.h"
#include "support/result_check.h"

namespace {

using test::code_of;
using test::must;

backup::Manifest example() {
  backup::Manifest manifest;
  manifest.id = backup::new_id(base::Timestamp::now());
  manifest.site = "shop.example";
  backup::DatabaseEntry database;
  database.name = "catalog";
  database.migrations = {1, 2};
  database.tables = {{"products", 3, "-17"}};
  database.file = {"catalog.dump", std::string(64, 'a'), 12};
  manifest.databases.push_back(database);
  return manifest;
}

TEST(Manifest, ComesBackAsItWasWritten) {
  const auto manifest = example();
  const auto read = must(backup::read_manifest(to_text(manifest)));
  EXPECT_EQ(to_text(read), to_text(manifest));
  EXPECT_EQ(read.find("catalog")->tables.front().rows, 3U);
  EXPECT_EQ(read.find("media"), nullptr);
}

TEST(Manifest, OfANewerProgramSaysSo) {
  auto manifest = example();
  manifest.format = 2;
  std::string text = to_text(manifest);
  text.insert(text.find('{') + 1, "\"something_new\": 1,");
  const auto read = backup::read_manifest(text);
  ASSERT_EQ(code_of(read), "backup.newer");
  EXPECT_THAT(read.error().message, ::testing::HasSubstr("format 2"));
}

TEST(Manifest, ThatIsNoneIsDamaged) {
  for (const char* const text : {"", "{}", "[1]", "{\"format\": 1}", "{\"format\": 1"})
    EXPECT_EQ(code_of(backup::read_manifest(text)), "backup.damaged") << text;
  auto manifest = example();
  manifest.id = "../../etc";
  EXPECT_EQ(code_of(backup::read_manifest(to_text(manifest))), "backup.damaged");
}

TEST(BackupIds, AreInTheOrderOfTimeAndRecognised) {
  const base::Timestamp early = *base::Timestamp::parse("2026-11-22T02:00:00Z");
  const std::string id = backup::new_id(early);
  EXPECT_TRUE(id.starts_with("20261122T020000Z-")) << id;
  EXPECT_TRUE(backup::is_id(id));
  EXPECT_LT(id, backup::new_id(early + std::chrono::seconds(1)));
  EXPECT_NE(id, backup::new_id(early));
  for (const char* const text : {"", "latest", "20261122T020000Z-", "20261122T020000Z-../.", "2026112-T020000Z-abcd"})
    EXPECT_FALSE(backup::is_id(text)) << text;
}

TEST(DailyTime, IsReadOrRefused) {
  EXPECT_FALSE(must(backup::daily_time("")).has_value());
  EXPECT_EQ(must(backup::daily_time("23:59"))->minute, 59);
  for (const char* const text : {"2:00", "24:00", "12:60", "-1:00", "ab:cd", "02:00:00"})
    EXPECT_EQ(code_of(backup::daily_time(text)), "backup.settings_invalid") << text;
}

}  // namespace
