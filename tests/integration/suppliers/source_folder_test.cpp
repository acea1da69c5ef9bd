// Sources in folders of this server.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>
#include <thread>

#include "domain/suppliers/local_folder.h"
#include "domain/suppliers/source_reader.h"
#include "domain/suppliers/source_request.h"
#include "integration/suppliers/sources_fixture.h"
#include "platform/client/remote_files.h"

namespace {

using suppliers::Source;
using test::code_of;
using test::must;
using testing::HasSubstr;

class SourceFolderTest : public test::SourcesTest {
 protected:
  void SetUp() override {
    SourcesTest::SetUp();
    std::filesystem::create_directories(house().watched / "alpha");
  }

  Source watched(const std::string& path, int quiet_seconds = 1) {
    const boost::json::object config{{"path", (house().watched / path).string()}, {"quiet_seconds", quiet_seconds}};
    return must(sources().create({.supplier = "alpha",
                                  .kind = "folder",
                                  .name = base::Uuid::generate().to_string(),
                                  .config = boost::json::serialize(config)}));
  }
  void put(const std::string& name, const std::string& text, int hours_ago = 1) {
    const auto path = house().watched / name;
    std::ofstream(path, std::ios::binary) << text;
    std::filesystem::last_write_time(path,
                                     std::filesystem::file_time_type::clock::now() - std::chrono::hours(hours_ago));
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, SourceFolderTest, test::both_engines(), test::engine_name);

TEST_P(SourceFolderTest, TheNewestFileThatMatchesIsImportedOnce) {
  put("alpha/a_1.csv", "sku\n1\n", 9);
  put("alpha/a_2.csv", "sku\n2\n", 3);
  put("alpha/b.csv", "no\n", 1);
  const Source source = watched("alpha/a_*.csv");
  EXPECT_EQ(must(fetched(source)).at("outcome"), "imported");
  EXPECT_EQ(house().contents.at(0), "sku\n2\n");
  EXPECT_EQ(house().handed_over.at(0).file_name, "a_2.csv");
  EXPECT_EQ(must(fetched(source)).at("outcome"), "unchanged");
  const auto check = tested(source);
  EXPECT_EQ(check.at("ok"), true) << boost::json::serialize(check);
}

TEST_P(SourceFolderTest, AFileThatIsStillBeingWrittenIsWaitedFor) {
  std::atomic<bool> is_written{false};
  std::jthread writer([&] {
    std::ofstream out(house().watched / "alpha/a.csv", std::ios::binary);
    for (int row = 0; row < 15; ++row) {
      out << "row " << row << "\n" << std::flush;
      std::this_thread::sleep_for(std::chrono::milliseconds(150));
    }
    is_written = true;
  });
  while (!std::filesystem::exists(house().watched / "alpha/a.csv")) std::this_thread::yield();
  EXPECT_EQ(must(fetched(watched("alpha/a.csv"))).at("outcome"), "imported");
  EXPECT_TRUE(is_written);
  EXPECT_THAT(house().contents.at(0), HasSubstr("row 14\n"));
}

TEST_P(SourceFolderTest, NoLinkLeadsOutOfTheFolder) {
  std::ofstream(house().folder / "secret.csv") << "geheim\n";
  std::filesystem::create_directory(house().folder / "outside");
  std::ofstream(house().folder / "outside" / "a.csv") << "geheim\n";
  std::filesystem::create_symlink(house().folder / "secret.csv", house().watched / "alpha" / "link.csv");
  std::filesystem::create_directory_symlink(house().folder / "outside", house().watched / "door");
  EXPECT_EQ(code_of(fetched(watched("alpha/link.csv"))), suppliers::source_file_missing.code);
  EXPECT_EQ(code_of(fetched(watched("alpha/*.csv"))), suppliers::source_file_missing.code);
  EXPECT_EQ(code_of(fetched(watched("door/a.csv"))), platform::client::remote_path_missing.code);
  EXPECT_TRUE(house().handed_over.empty());
}

TEST_P(SourceFolderTest, WhatIsNoOrdinaryFileIsLeftAlone) {
  ASSERT_EQ(::mkfifo((house().watched / "alpha" / "pipe.csv").c_str(), 0600), 0);
  std::filesystem::create_directory(house().watched / "alpha" / "folder.csv");
  EXPECT_EQ(code_of(fetched(watched("alpha/pipe.csv"))), suppliers::source_file_missing.code);
  EXPECT_EQ(code_of(fetched(watched("alpha/*.csv"))), suppliers::source_file_missing.code);
}

TEST_P(SourceFolderTest, AFolderThatIsNoLongerAllowedIsNotReadAnyMore) {
  put("alpha/a.csv", "sku\n1\n");
  const Source source = watched("alpha/a.csv");
  suppliers::SourceService today(house().imports, house().suppliers, house().sealer, house().rules);
  const auto check = suppliers::check_source(today, source, house().client);
  ASSERT_TRUE(check.problem);
  EXPECT_EQ(check.problem->code(), suppliers::folder_refused.code);
}

}  // namespace
