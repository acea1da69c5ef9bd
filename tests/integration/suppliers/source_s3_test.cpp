// Sources in buckets of a real S3 server.
#include "integration/suppliers/sources_fixture.h"
#include "platform/storage/object_store.h"
#include "support/s3_server.h"

namespace {

using suppliers::Source;
using test::code_of;
using test::must;

class SourceS3Test : public test::SourcesTest {
 protected:
  void SetUp() override {
    SourcesTest::SetUp();
    options_ = test::s3_options(house().folder / "cache");
    bucket_.emplace(platform::storage::ObjectStore::on_s3(options_));
    must(bucket_->check());
  }
  void put(const std::string& key, const std::string& text) { must(bucket_->write("imports/" + key, text)); }

  Source in_bucket(const std::string& path, const std::string& secret_key) {
    const boost::json::object config{{"endpoint", "http://" + options_.endpoint},
                                     {"bucket", options_.buckets.at("imports")},
                                     {"access_key", options_.credentials.access_key},
                                     {"path", path}};
    return must(sources().create({.supplier = "alpha",
                                  .kind = "s3",
                                  .name = base::Uuid::generate().to_string(),
                                  .config = boost::json::serialize(config),
                                  .secrets = {{"secret_key", secret_key}}}));
  }
  Source in_bucket(const std::string& path) { return in_bucket(path, options_.credentials.secret_key); }

  platform::storage::S3Options options_;
  std::optional<platform::storage::ObjectStore> bucket_;
};
INSTANTIATE_TEST_SUITE_P(Engines, SourceS3Test, test::both_engines(), test::engine_name);

TEST_P(SourceS3Test, TheNewestFileThatMatchesIsImportedOnce) {
  put("daily/stock_1.csv", "sku\n1\n");
  std::this_thread::sleep_for(std::chrono::milliseconds(1'100));  // the store's clock shows seconds
  put("daily/stock_2.csv", "sku\n2\n");
  put("daily/other.csv", "no\n");
  put("daily/deeper/stock_3.csv", "no\n");
  const Source source = in_bucket("daily/stock_*.csv");
  EXPECT_EQ(must(fetched(source)).at("outcome"), "imported");
  EXPECT_EQ(house().contents.at(0), "sku\n2\n");
  EXPECT_EQ(house().handed_over.at(0).file_name, "stock_2.csv");
  EXPECT_EQ(must(fetched(source)).at("outcome"), "unchanged");

  std::this_thread::sleep_for(std::chrono::milliseconds(1'100));
  put("daily/stock_2.csv", "sku\n4\n");
  EXPECT_EQ(must(fetched(source)).at("outcome"), "imported");
  EXPECT_EQ(house().contents.at(1), "sku\n4\n");
}

TEST_P(SourceS3Test, TheConnectionTestSaysWhatIsWrong) {
  put("stock.csv", "sku;name\n1;a\n");
  EXPECT_EQ(tested(in_bucket("stock.csv")).at("ok"), true);

  const auto missing = tested(in_bucket("stock_2026.csv"));
  EXPECT_EQ(missing.at("ok"), false);
  EXPECT_EQ(missing.at("problem").at("code"), "source.file_missing") << boost::json::serialize(missing);

  const auto stranger = tested(in_bucket("stock.csv", "a wrong key"));
  EXPECT_EQ(stranger.at("problem").at("code"), "client.login_refused") << boost::json::serialize(stranger);
}

TEST_P(SourceS3Test, HalfALoginIsRefused) {
  const boost::json::object config{
      {"endpoint", "http://127.0.0.1:1"}, {"bucket", "exports"}, {"access_key", "me"}, {"path", "a.csv"}};
  EXPECT_EQ(code_of(sources().create({.supplier = "alpha", .kind = "s3", .config = boost::json::serialize(config)})),
            suppliers::source_invalid.code);
}

}  // namespace
