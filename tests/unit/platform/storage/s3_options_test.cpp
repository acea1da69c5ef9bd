#include "platform/storage/s3_options.h"

#include <gmock/gmock.h>

#include <map>

#include "support/result_check.h"
#include "support/temporary_folder.h"

namespace {

using platform::storage::S3Options;
using test::code_of;
using test::must;

base::Result<std::optional<S3Options>> options_from(std::map<std::string, std::string> environment) {
  const test::TemporaryFolder folder;
  environment.emplace("DATA_DIR", folder.path());
  const auto look_up = [&environment](const std::string& name) -> std::optional<std::string> {
    const auto found = environment.find(name);
    return found == environment.end() ? std::nullopt : std::optional(found->second);
  };
  return S3Options::from(must(platform::config::load(look_up, folder / ".env")).settings);
}

const std::map<std::string, std::string> usual{
    {"MINIO_ENDPOINT", "minio:9000"}, {"MINIO_ACCESS_KEY", "shop"}, {"MINIO_SECRET_KEY", "a long secret of the shop"}};

std::map<std::string, std::string> with(const std::string& name, const std::string& value) {
  auto changed = usual;
  changed[name] = value;
  return changed;
}

TEST(S3Settings, AreNoneWithoutAnEndpoint) {
  EXPECT_FALSE(must(options_from({})));
}

TEST(S3Settings, NameServiceKeysAndBuckets) {
  const auto options = must(options_from(with("MINIO_MEDIA_BUCKET", "pictures"))).value();
  EXPECT_EQ(options.endpoint, "minio:9000");
  EXPECT_EQ(options.credentials.access_key, "shop");
  EXPECT_EQ(options.credentials.secret_key, "a long secret of the shop");
  EXPECT_EQ(options.credentials.region, "us-east-1");
  EXPECT_EQ(options.buckets.at("media"), "pictures");
  EXPECT_EQ(options.buckets.at("imports"), "imports");
  EXPECT_FALSE(options.is_secure);
  EXPECT_FALSE(options.buckets_in_host);
  EXPECT_EQ(options.cache_folder.filename(), "storage-cache");
}

TEST(S3Settings, KnowAmazonsOwnService) {
  const auto options = must(options_from(with("MINIO_ENDPOINT", "s3.eu-west-3.amazonaws.com"))).value();
  EXPECT_EQ(options.credentials.region, "eu-west-3");
  EXPECT_TRUE(options.buckets_in_host);
}

TEST(S3Settings, AreRefusedWhenTheyCannotWork) {
  EXPECT_EQ(code_of(options_from(with("MINIO_ENDPOINT", "http://minio:9000"))), "config.s3");
  EXPECT_EQ(code_of(options_from(with("MINIO_ACCESS_KEY", ""))), "config.s3");
  EXPECT_EQ(code_of(options_from(with("MINIO_PUBLIC_URL", "https://shop.example/files"))), "config.s3");
  EXPECT_EQ(must(options_from(with("MINIO_PUBLIC_URL", "https://shop.example/"))).value().public_url,
            "https://shop.example");
}

}  // namespace
