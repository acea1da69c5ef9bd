#include "platform/storage/object_store.h"

#include <gtest/gtest.h>

#include <fstream>

#include "support/result_check.h"
#include "support/temporary_folder.h"

namespace {

using platform::storage::ObjectStore;
using test::must;

class ObjectStoreTest : public ::testing::Test {
 protected:
  std::filesystem::path file(const std::string& name, const std::string& content) {
    std::ofstream(folder_ / name, std::ios::binary) << content;
    return folder_ / name;
  }
  std::string content(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::size_t left_in_incoming() const {
    const auto incoming = folder_ / "store" / "incoming";
    if (!std::filesystem::exists(incoming)) return 0;
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(incoming), {}));
  }

  test::TemporaryFolder folder_;
  ObjectStore store_ = must(ObjectStore::open(folder_ / "store"));
};

TEST_F(ObjectStoreTest, KeepsAFileByItsDigest) {
  const auto object = must(store_.put("imports", file("prices.csv", "abc")));
  EXPECT_EQ(object.digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(object.key, "imports/ba/" + object.digest + ".csv");
  EXPECT_EQ(object.size, 3U);
  EXPECT_EQ(content(must(store_.local_path(object.key))), "abc");
  EXPECT_EQ(left_in_incoming(), 0U);
}

TEST_F(ObjectStoreTest, StoresEqualContentOnce) {
  const auto first = must(store_.put("imports", file("monday.csv.gz", "abc")));
  const auto second = must(store_.put("imports", file("tuesday.csv.gz", "abc")));
  EXPECT_EQ(first.key, second.key);
}

TEST_F(ObjectStoreTest, TellsHowFarItIs) {
  std::uint64_t last = 0;
  must(store_.put("imports", file("big.bin", std::string(3'000'000, 'x')), [&](std::uint64_t bytes) {
    EXPECT_GT(bytes, last);
    last = bytes;
  }));
  EXPECT_EQ(last, 3'000'000U);
}

TEST_F(ObjectStoreTest, RefusesAFileThatChangesWhileItIsRead) {
  const auto path = file("growing.csv", std::string(3'000'000, 'x'));
  bool appended = false;
  const auto result = store_.put("imports", path, [&](std::uint64_t) {
    if (!appended) std::ofstream(path, std::ios::app) << "more";
    appended = true;
  });
  EXPECT_EQ(test::code_of(result), "import.file_changed");
  EXPECT_EQ(left_in_incoming(), 0U);
}

TEST_F(ObjectStoreTest, SaysWhatCannotBeRead) {
  EXPECT_EQ(test::code_of(store_.put("imports", folder_ / "missing.csv")), "import.file_unreadable");
  EXPECT_EQ(test::code_of(store_.put("imports", folder_.path())), "import.file_unreadable");
  EXPECT_EQ(test::code_of(store_.local_path("imports/00/missing")), "storage.object_missing");
}

TEST_F(ObjectStoreTest, OnlyWhatNobodyHasPutForLongIsRemoved) {
  const auto object = must(store_.put("imports", file("prices.csv", "abc")));
  const auto path = must(store_.local_path(object.key));
  const auto grow_old = [&] {
    std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() - std::chrono::hours(48));
  };
  const auto yesterday = base::Timestamp::now() + -std::chrono::hours(24);
  EXPECT_FALSE(must(store_.remove_unused(object.key, yesterday)));
  grow_old();
  must(store_.put("imports", file("again.csv", "abc")));
  EXPECT_FALSE(must(store_.remove_unused(object.key, yesterday)));
  grow_old();
  EXPECT_TRUE(must(store_.remove_unused(object.key, yesterday)));
  EXPECT_FALSE(std::filesystem::exists(path));
  EXPECT_TRUE(must(store_.remove_unused(object.key, yesterday)));
}

TEST_F(ObjectStoreTest, LeavesNothingOfAFileThatCannotBeOpened) {
  const auto stored = must(store_.put("imports", file("prices.csv", "abc")));
  const auto before = left_in_incoming();
  std::filesystem::create_symlink(folder_ / "gone.csv", folder_ / "leads-nowhere.csv");
  EXPECT_EQ(test::code_of(store_.put_file(stored, folder_ / "leads-nowhere.csv")), "storage.unavailable");
  EXPECT_EQ(left_in_incoming(), before);
}

}  // namespace
