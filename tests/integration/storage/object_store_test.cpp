// What every object store promises, whatever it is made of.
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "integration/storage/storage_fixture.h"

namespace {

using platform::storage::ObjectInfo;
using platform::storage::ObjectStore;
using test::code_of;
using test::content_of;
using test::must;
using test::StorageKind;
using ::testing::ElementsAre;

const std::string abc_digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

class ObjectStores : public test::StorageFixture, public ::testing::WithParamInterface<StorageKind> {
 protected:
  void SetUp() override {
    if (GetParam() == StorageKind::s3) {
      options_ = test::s3_options(folder_ / "cache");
      options_->page_size = 3;
    }
    store_.emplace(another("cache"));
  }
  /// The same store as another program sees it.
  ObjectStore another(const std::string& cache) {
    if (!options_) return must(ObjectStore::open(folder_ / "store"));
    auto options = *options_;
    options.cache_folder = folder_ / cache;
    return ObjectStore::on_s3(std::move(options));
  }
  ObjectStore& store() { return *store_; }
  static std::string read(const ObjectStore& store, std::string_view key, std::uint64_t offset,
                          std::optional<std::uint64_t> size) {
    std::string bytes;
    must(store.read(key, {offset, size}, [&bytes](std::span<const char> piece) -> base::Result<> {
      bytes.append(piece.data(), piece.size());
      return {};
    }));
    return bytes;
  }

 private:
  std::optional<platform::storage::S3Options> options_;
  std::optional<ObjectStore> store_;
};
INSTANTIATE_TEST_SUITE_P(Engines, ObjectStores, ::testing::Values(StorageKind::directory, StorageKind::s3),
                         [](const auto& engine) { return engine.param == StorageKind::s3 ? "S3" : "Directory"; });

TEST_P(ObjectStores, KeepAFileByItsDigest) {
  const auto object = must(store().put("imports", file("prices.csv", "abc")));
  EXPECT_EQ(object.digest, abc_digest);
  EXPECT_EQ(object.key, "imports/ba/" + abc_digest + ".csv");
  EXPECT_EQ(object.size, 3U);
  EXPECT_EQ(content_of(must(store().local_path(object.key))), "abc");
  EXPECT_EQ(content_of(must(another("elsewhere").local_path(object.key))), "abc");
  EXPECT_EQ(must(store().read(object.key)), "abc");
}

TEST_P(ObjectStores, TellAboutAnObject) {
  const auto before = base::Timestamp::now() + -std::chrono::seconds(2);
  const auto object = must(store().put("imports", file("prices.csv.gz", "abc")));
  const auto info = must(store().find(object.key));
  ASSERT_TRUE(info);
  EXPECT_EQ(info->key, object.key);
  EXPECT_EQ(info->size, 3U);
  EXPECT_EQ(info->digest, abc_digest);
  EXPECT_EQ(info->content_type, "application/gzip");
  EXPECT_GT(info->changed_at, before);
  EXPECT_LT(info->changed_at, base::Timestamp::now() + std::chrono::seconds(2));
  EXPECT_FALSE(must(store().find("imports/no/such")));
}

TEST_P(ObjectStores, StoreEqualContentOnce) {
  must(store().put("imports", file("monday.csv", "abc")));
  must(store().put("imports", file("tuesday.csv", "abc")));
  must(store().put_bytes("imports", "abc", ".csv"));
  EXPECT_THAT(keys_under(store(), "imports/"), ElementsAre("imports/ba/" + abc_digest + ".csv"));
}

TEST_P(ObjectStores, KeepNoFileThatChangesWhileItIsRead) {
  const auto path = file("growing.csv", std::string(3'000'000, 'x'));
  bool appended = false;
  const auto result = store().put("imports", path, [&](std::uint64_t) {
    if (!appended) std::ofstream(path, std::ios::app) << "more";
    appended = true;
  });
  EXPECT_EQ(code_of(result), "import.file_changed");
  EXPECT_THAT(keys_under(store(), "imports/"), ElementsAre());
  EXPECT_EQ(code_of(store().put("imports", folder_ / "missing.csv")), "import.file_unreadable");
}

TEST_P(ObjectStores, KeepBytesOfAnImage) {
  const std::string image = std::string("\xff\xd8\xff\0", 4) + std::string(2'000'000, 'i');
  const auto object = must(store().put_bytes("media", image, ".jpg"));
  EXPECT_EQ(must(store().find(object.key))->content_type, "image/jpeg");
  EXPECT_EQ(must(store().read(object.key)), image);
  EXPECT_EQ(code_of(store().read(object.key, 1'000)), "storage.object_too_large");
}

TEST_P(ObjectStores, KeepNothingAtAllToo) {
  const auto object = must(store().put("imports", file("empty.csv", "")));
  EXPECT_EQ(must(store().read(object.key)), "");
  EXPECT_EQ(content_of(must(another("elsewhere").local_path(object.key))), "");
}

TEST_P(ObjectStores, ReplaceOnlyWhatTheyAreToldTo) {
  must(store().write("imports/uploads/1/0", "first"));
  must(store().write("imports/uploads/1/0", "second"));
  EXPECT_EQ(must(store().read("imports/uploads/1/0")), "second");
  EXPECT_EQ(content_of(must(store().local_path("imports/uploads/1/0"))), "second");
  EXPECT_EQ(code_of(store().write_new("imports/uploads/1/0", "third")), "storage.object_exists");
  EXPECT_TRUE(store().write_new("imports/uploads/1/0", "second"));
  EXPECT_TRUE(store().write_new("imports/uploads/1/6", "third"));
  must(another("elsewhere").write("imports/uploads/1/0", "fourth"));
  EXPECT_EQ(content_of(must(store().local_path("imports/uploads/1/0"))), "fourth");
}

TEST_P(ObjectStores, GiveAnyRange) {
  must(store().write("analytics/reports/a.txt", "0123456789"));
  const std::string_view key = "analytics/reports/a.txt";
  EXPECT_EQ(read(store(), key, 0, {}), "0123456789");
  EXPECT_EQ(read(store(), key, 3, {}), "3456789");
  EXPECT_EQ(read(store(), key, 3, 4), "3456");
  EXPECT_EQ(read(store(), key, 8, 10), "89");
  EXPECT_EQ(read(store(), key, 3, 0), "");
  EXPECT_EQ(read(store(), key, 10, {}), "");
  EXPECT_EQ(read(store(), key, 99, 1), "");
}

TEST_P(ObjectStores, ListByPrefixInOrderHoweverMany) {
  const std::vector<std::string> keys{"media/a-b",    "media/a.b", "media/a/1", "media/a/2",
                                      "media/a/b/10", "media/a0",  "media/ab"};
  for (const std::string& key : keys) must(store().write(key, key));
  EXPECT_EQ(keys_under(store(), "media/"), keys);
  EXPECT_THAT(keys_under(store(), "media/a/"), ElementsAre("media/a/1", "media/a/2", "media/a/b/10"));
  EXPECT_THAT(keys_under(store(), "media/a/b/1"), ElementsAre("media/a/b/10"));
  EXPECT_THAT(keys_under(store(), "media/none/"), ElementsAre());
  EXPECT_THAT(keys_under(store(), "catalog/"), ElementsAre());
}

TEST_P(ObjectStores, ListSizesAndAges) {
  must(store().write("media/a", "four"));
  must(store().list("media/", [](const ObjectInfo& info) -> base::Result<> {
    EXPECT_EQ(info.size, 4U);
    EXPECT_LT(std::chrono::abs(base::Timestamp::now() - info.changed_at), std::chrono::seconds(10));
    return {};
  }));
}

TEST_P(ObjectStores, EndAListingAndAReadingThatIsNotWantedFurther) {
  must(store().write("media/a", "a"));
  const auto stop = [](const auto&) -> base::Result<> {
    return base::failure(base::internal_error, "Enough.", "Stop here.");
  };
  EXPECT_EQ(code_of(store().list("media/", stop)), "internal.error");
  EXPECT_EQ(code_of(store().read("media/a", {}, stop)), "internal.error");
}

TEST_P(ObjectStores, RemoveAndSayWhatIsMissing) {
  const auto object = must(store().put("imports", file("prices.csv", "abc")));
  must(store().remove(object.key));
  must(store().remove(object.key));
  EXPECT_EQ(code_of(store().local_path(object.key)), "storage.object_missing");
  EXPECT_EQ(code_of(store().read(object.key)), "storage.object_missing");
  EXPECT_EQ(code_of(store().local_path("")), "storage.object_missing");
  EXPECT_EQ(code_of(store().link("imports")), "storage.object_missing");
}

TEST_P(ObjectStores, RemoveOnlyWhatNobodyHasPutForLong) {
  const auto object = must(store().put("imports", file("prices.csv", "abc")));
  std::this_thread::sleep_for(std::chrono::milliseconds(2'200));
  const auto between = base::Timestamp::now();
  must(another("elsewhere").put("imports", file("again.csv", "abc")));
  EXPECT_FALSE(must(store().remove_unused(object.key, between)));
  EXPECT_EQ(must(store().read(object.key)), "abc");
  EXPECT_TRUE(must(store().remove_unused(object.key, base::Timestamp::now() + std::chrono::seconds(3))));
  EXPECT_FALSE(must(store().find(object.key)));
  EXPECT_TRUE(must(store().remove_unused(object.key, between)));
}

TEST_P(ObjectStores, NeverLeadOutOfTheirBuckets) {
  std::ofstream(folder_ / "secret") << "geheim";
  for (const std::string_view key : {"../secret", "imports/../../secret", "/etc/passwd", "imports//x", "imports/.",
                                     "imports", "", "imports/a b", "imports/a?x"}) {
    EXPECT_EQ(code_of(store().write(key, "x")), "storage.key_invalid") << key;
    EXPECT_EQ(code_of(store().read(key)), "storage.object_missing") << key;
    EXPECT_TRUE(store().remove(key)) << key;
  }
  EXPECT_EQ(content_of(folder_ / "secret"), "geheim");
}

TEST_P(ObjectStores, TakeTheSameFileFromSeveralProgramsAtOnce) {
  const auto path = file("same.csv", std::string(9'000'000, 's'));
  std::vector<pid_t> programs;
  for (int i = 0; i < 3; ++i) {
    const pid_t program = ::fork();
    if (program == 0) {
      auto own = another("program" + std::to_string(i));
      bool all = true;
      for (int turn = 0; turn < 3; ++turn) all = all && own.put("imports", path).has_value();
      ::_exit(all ? 0 : 1);
    }
    programs.push_back(program);
  }
  for (const pid_t program : programs) {
    int status = 0;
    ASSERT_EQ(::waitpid(program, &status, 0), program);
    EXPECT_EQ(status, 0);
  }
  const auto keys = keys_under(store(), "imports/");
  ASSERT_EQ(keys.size(), 1U);
  EXPECT_EQ(content_of(must(store().local_path(keys.front()))), content_of(path));
}

TEST_P(ObjectStores, CanBeChecked) {
  EXPECT_TRUE(store().check());
  EXPECT_EQ(store().is_shared(), GetParam() == StorageKind::s3);
}

TEST_P(ObjectStores, RemoveWhatAKilledProgramLeft) {
  const auto incoming = folder_ / (GetParam() == StorageKind::s3 ? "cache" : "store") / "incoming";
  std::filesystem::create_directories(incoming);
  std::ofstream(incoming / "half") << "half a file";
  must(store().remove_leftovers(base::Timestamp::now() + -std::chrono::hours(1)));
  EXPECT_TRUE(std::filesystem::exists(incoming / "half"));
  must(store().remove_leftovers(base::Timestamp::now() + std::chrono::hours(1)));
  EXPECT_FALSE(std::filesystem::exists(incoming / "half"));
}

}  // namespace
