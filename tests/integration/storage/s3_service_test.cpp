// What only an S3 service has: buckets, links, styles of addresses, encryption, large files in parts.
#include <unistd.h>

#include <fstream>

#include "integration/storage/storage_fixture.h"
#include "platform/storage/s3_transport.h"

namespace {

using platform::storage::ObjectStore;
using platform::storage::S3Options;
using test::code_of;
using test::content_of;
using test::must;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class S3Service : public test::StorageFixture {
 protected:
  /// As a browser would, which has no key.
  platform::storage::S3Answer browse(const std::string& url) {
    return must(platform::storage::S3Transport(options_).send({"GET", url}));
  }
  ObjectStore on(const S3Options& options, const std::string& cache) {
    S3Options own = options;
    own.cache_folder = folder_ / cache;
    return ObjectStore::on_s3(std::move(own));
  }
  /// Bytes of memory this process has in use.
  static std::uint64_t memory_in_use() {
    std::uint64_t all = 0, resident = 0;
    std::ifstream("/proc/self/statm") >> all >> resident;
    return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  }

  S3Options options_ = test::s3_options(folder_ / "cache");
};

TEST_F(S3Service, MakesMissingBuckets) {
  auto store = ObjectStore::on_s3(options_);
  EXPECT_THAT(keys_under(store, "media/"), ElementsAre());
  EXPECT_EQ(code_of(store.read("catalog/a")), "storage.object_missing");
  must(store.write("imports/a", "abc"));
  must(store.check());
  EXPECT_EQ(must(store.read("imports/a")), "abc");
  EXPECT_EQ(code_of(store.write("other/a", "abc")), "storage.key_invalid");
}

TEST_F(S3Service, GivesBrowsersALinkForSomeTime) {
  auto store = ObjectStore::on_s3(options_);
  const auto object = must(store.put_bytes("media", "an image", ".png"));
  const std::string link = must(store.link(object.key, {.file_name = "Café & co.png"})).value();
  const auto answer = browse(link);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "an image");
  EXPECT_EQ(answer.header("content-type"), "image/png");
  EXPECT_THAT(std::string(answer.header("content-disposition")), HasSubstr("Caf%C3%A9%20%26%20co.png"));
  std::string forged = link;
  forged.back() = forged.back() == '0' ? '1' : '0';
  EXPECT_EQ(browse(forged).status, 403);
  EXPECT_EQ(browse(link.substr(0, link.find('?'))).status, 403);
}

TEST_F(S3Service, LinksToThePublicAddress) {
  S3Options options = options_;
  options.public_url = "https://files.example.com";
  const auto store = ObjectStore::on_s3(options);
  EXPECT_THAT(must(store.link("media/a.png")).value(),
              StartsWith("https://files.example.com/" + options.buckets.at("media") + "/a.png?X-Amz-Algorithm="));
}

TEST_F(S3Service, SpeaksWithBucketsInTheHostName) {
  test::OwnS3Server server({"--virtual-domain", "s3.localhost"});
  S3Options options = test::s3_options(server.endpoint("s3.localhost"), folder_ / "cache");
  options.buckets_in_host = true;
  auto store = on(options, "cache");
  const auto object = must(store.put("imports", file("prices.csv", "abc")));
  EXPECT_EQ(content_of(must(on(options, "elsewhere").local_path(object.key))), "abc");
  EXPECT_THAT(keys_under(store, "imports/"), ElementsAre(object.key));
  EXPECT_THAT(must(store.link(object.key)).value(), StartsWith("http://" + options.buckets.at("imports") + ".s3."));
}

TEST_F(S3Service, SpeaksInSecretOnlyWithWhomItsCertificateVouchesFor) {
  const std::string key = folder_ / "key.pem", certificate = folder_ / "certificate.pem";
  test::Process openssl(
      {"/usr/bin/openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
       "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate},
      {});
  ASSERT_EQ(openssl.wait().exit_code, 0);
  test::OwnS3Server server({"--cert", certificate, "--key", key});
  S3Options options = test::s3_options(server.endpoint(), folder_ / "cache");
  options.is_secure = true;
  const auto refused = on(options, "cache").check();
  EXPECT_EQ(code_of(refused), "storage.unavailable");
  EXPECT_THAT(refused.error().cure, HasSubstr("MINIO_SECURE"));
  options.authority_file = certificate;
  auto store = on(options, "cache");
  must(store.write("imports/a", "abc"));
  EXPECT_EQ(must(store.read("imports/a")), "abc");
}

TEST_F(S3Service, TakesAndGivesLargeFilesInLittleMemory) {
  constexpr std::uint64_t size = 200'000'000;
  const auto path = folder_ / "large.csv";
  {
    std::ofstream out(path, std::ios::binary);
    std::string line;
    for (std::uint64_t written = 0; written < size; written += line.size()) {
      line.assign(1'000'000, static_cast<char>('a' + written / 1'000'000 % 26));
      out << line;
    }
  }
  auto store = on(options_, "cache");
  auto elsewhere = on(options_, "elsewhere");
  must(store.check());
  const std::uint64_t before = memory_in_use();
  std::uint64_t most = before;
  const auto object =
      must(store.put("imports", path, [&most](std::uint64_t) { most = std::max(most, memory_in_use()); }));
  most = std::max(most, memory_in_use());
  EXPECT_EQ(object.size, size);
  // Its digest is checked on the way.
  const auto copy = must(elsewhere.local_copy(object.key));
  most = std::max(most, memory_in_use());
  EXPECT_EQ(std::filesystem::file_size(copy.path()), size);
  EXPECT_LT(most - before, 64U << 20U);
  EXPECT_EQ(must(store.put("imports", path)).key, object.key);
}

TEST_F(S3Service, KeepsLocalCopiesWithinTheirBound) {
  S3Options options = options_;
  options.cache_bytes = 2'500'000;
  options.copies_kept_for = std::chrono::minutes(0);
  auto store = on(options, "cache");
  const auto first = must(store.put("imports", file("1.csv", std::string(1'000'000, '1'))));
  const auto held = must(store.local_copy(first.key));
  std::vector<std::filesystem::path> rest;
  for (const char c : {'2', '3', '4', '5'}) {
    const auto object = must(store.put("imports", file("x.csv", std::string(1'000'000, c))));
    rest.push_back(must(store.local_path(object.key)));
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_TRUE(std::filesystem::exists(held.path()));
  EXPECT_FALSE(std::filesystem::exists(rest[0]));
  EXPECT_FALSE(std::filesystem::exists(rest[1]));
  EXPECT_TRUE(std::filesystem::exists(rest.back()));
  EXPECT_EQ(must(store.read(first.key)).size(), 1'000'000U);
}

}  // namespace
