// The configs and secrets of sources on servers and in folders.
#include <gmock/gmock.h>

#include "domain/suppliers/local_folder.h"
#include "domain/suppliers/source_config.h"
#include "domain/suppliers/source_files.h"
#include "support/result_check.h"

using suppliers::check_login;
using suppliers::check_secret;
using suppliers::checked_config;
using suppliers::Source;
using suppliers::SourceKind;
using test::code_of;
using test::must;
using testing::HasSubstr;

namespace {

constexpr std::string_view invalid = suppliers::source_invalid.code;
constexpr const char* host_key = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

Source source_of(SourceKind kind, std::string config, suppliers::Secrets sealed) {
  Source source;
  source.kind = kind;
  source.config = std::move(config);
  source.sealed = std::move(sealed);
  return source;
}

}  // namespace

TEST(SourceServersConfig, KeepsWhatIsRight) {
  EXPECT_EQ(must(checked_config(SourceKind::ftp, R"({"path": "/a_*.csv", "host": "ftp.shop.example"})", {})),
            R"({"host":"ftp.shop.example","path":"/a_*.csv"})");
  EXPECT_TRUE(checked_config(
      SourceKind::sftp,
      R"({"host": "s.example", "user": "me", "path": "a.csv", "host_key": ")" + std::string(host_key) + "\"}", {}));
  EXPECT_TRUE(checked_config(SourceKind::email,
                             R"({"host": "imap.shop.example", "user": "me", "attachment": "*.csv", "mark_read": true})",
                             {}));
  EXPECT_TRUE(checked_config(SourceKind::folder, R"({"path": "/srv/feeds/a/*.csv"})", {}, {"/srv/feeds"}));
}

TEST(SourceServersConfig, RefusesWhatCannotWork) {
  for (const char* config :
       {R"({"path": "a.csv"})", R"({"host": "ftp://a.example", "path": "a.csv"})",
        R"({"host": "a.example/x", "path": "a"})", R"({"host": "me@a.example", "path": "a.csv"})",
        R"({"host": "a.example", "path": "dir/"})", R"({"host": "a.example", "path": "*/a.csv"})",
        R"({"host": "a.example", "path": "a\r\nDELE b"})", R"({"host": "a.example", "path": "a.csv", "port": 0})",
        R"({"host": "a.example", "path": "a.csv", "port": 70000})",
        R"({"host": "a.example", "path": "a.csv", "encryption": "perhaps"})",
        R"({"host": "a.example", "path": "a.csv", "ca_certificate": "abc"})",
        R"({"host": "a.example", "path": "a.csv", "host_key": "x"})"}) {
    EXPECT_EQ(code_of(checked_config(SourceKind::ftp, config, {})), invalid) << config;
  }
  EXPECT_EQ(
      code_of(checked_config(SourceKind::sftp,
                             R"({"host": "a.example", "user": "me", "path": "a", "host_key": "SHA256:short"})", {})),
      invalid);
  EXPECT_EQ(
      code_of(checked_config(SourceKind::email, R"({"host": "a.example", "user": "me", "max_megabytes": 5000})", {})),
      invalid);
}

TEST(SourceServersConfig, RefusesAddressesByTheRulesOfEveryConnection) {
  for (const char* host : {"10.0.0.1", "127.0.0.1", "localhost", "::1"}) {
    const auto refused =
        checked_config(SourceKind::ftp, R"({"host": ")" + std::string(host) + R"(", "path": "a.csv"})", {});
    ASSERT_FALSE(refused) << host;
    EXPECT_EQ(refused.error().code(), platform::client::address_refused.code) << host;
    EXPECT_EQ(refused.error().place.field, "config.host");
  }
}

TEST(SourceServersConfig, WantsALoginThatIsWhole) {
  EXPECT_EQ(code_of(check_login(source_of(SourceKind::ftp, R"({"host":"a","path":"b","user":"me"})", {}))), invalid);
  EXPECT_TRUE(check_login(source_of(SourceKind::ftp, R"({"host":"a","path":"b"})", {})));
  const std::string sftp = R"({"host":"a","path":"b","user":"me"})";
  EXPECT_EQ(code_of(check_login(source_of(SourceKind::sftp, sftp, {}))), invalid);
  EXPECT_EQ(
      code_of(check_login(source_of(SourceKind::sftp, sftp, {{"private_key_passphrase", "x"}, {"password", "x"}}))),
      invalid);
  EXPECT_TRUE(check_login(source_of(SourceKind::sftp, sftp, {{"private_key", "x"}})));
  EXPECT_EQ(code_of(check_login(source_of(SourceKind::email, R"({"host":"a","user":"me"})", {}))), invalid);
}

TEST(SourceServersConfig, TakesSecretsByTheirNames) {
  EXPECT_TRUE(check_secret(SourceKind::sftp, "private_key", "-----BEGIN\nabc\n-----END\n"));
  EXPECT_EQ(code_of(check_secret(SourceKind::sftp, "password", "two\nlines")), invalid);
  EXPECT_EQ(code_of(check_secret(SourceKind::ftp, "private_key", "x")), invalid);
  EXPECT_EQ(code_of(check_secret(SourceKind::folder, "password", "x")), invalid);
  EXPECT_THAT(check_secret(SourceKind::email, "pasword", "x").error().cure, HasSubstr("Did you mean \"password\"?"));
}

TEST(SourceServersConfig, WatchesNoFolderThatWasNotAllowed) {
  const std::vector<std::filesystem::path> allowed{"/srv/feeds"};
  for (const char* path : {"/etc/passwd", "/srv/feeds/../x/a.csv", "/srv/feedsX/a.csv", "feeds/a.csv"}) {
    EXPECT_EQ(code_of(checked_config(SourceKind::folder, R"({"path": ")" + std::string(path) + "\"}", {}, allowed)),
              suppliers::folder_refused.code)
        << path;
  }
  EXPECT_EQ(code_of(checked_config(SourceKind::folder, R"({"path": "/srv/feeds/a.csv"})", {})),
            suppliers::folder_refused.code);
}

TEST(SourceServersConfig, ReadsTheSettingOfWatchedFolders) {
  EXPECT_THAT(must(suppliers::watched_folders(" /srv/feeds/ , /mnt/a//b ")),
              testing::ElementsAre("/srv/feeds", "/mnt/a/b"));
  EXPECT_TRUE(must(suppliers::watched_folders("")).empty());
  for (const char* wrong : {"/", "feeds", "/srv/../.."})
    EXPECT_EQ(code_of(suppliers::watched_folders(wrong)), suppliers::watched_folder_invalid.code) << wrong;
}

TEST(SourceServersConfig, ChecksHowPagesAreTurned) {
  const auto paging = [](const std::string& text) {
    return checked_config(SourceKind::http, R"({"url": "https://a.example/x", "paging": )" + text + "}", {});
  };
  EXPECT_TRUE(paging(
      R"({"kind": "page", "parameter": "page", "items": "data.items", "size_parameter": "limit", "size": 100})"));
  EXPECT_TRUE(paging(R"({"kind": "link"})"));
  for (const char* wrong :
       {R"({})", R"({"kind": "scroll"})", R"({"kind": "page"})", R"({"kind": "cursor", "parameter": "after"})",
        R"({"kind": "link", "parameter": "page"})", R"({"kind": "page", "parameter": "p", "size_parameter": "n"})",
        R"({"kind": "page", "parameter": "p", "size": 0})", R"({"kind": "page", "parameter": "p", "max_pages": 0})",
        R"({"kind": "page", "parameter": "p", "unknown": 1})"}) {
    EXPECT_EQ(code_of(paging(wrong)), invalid) << wrong;
  }
}
