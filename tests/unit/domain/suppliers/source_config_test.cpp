#include "domain/suppliers/source_config.h"

#include <gmock/gmock.h>

#include "domain/suppliers/source_check.h"
#include "domain/suppliers/source_request.h"
#include "platform/client/http_client.h"
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

base::Result<std::string> http_config(std::string_view text) {
  return checked_config(SourceKind::http, text, {});
}

Source http_source(std::string config, suppliers::Secrets sealed = {}) {
  Source source;
  source.kind = SourceKind::http;
  source.config = std::move(config);
  source.sealed = std::move(sealed);
  return source;
}

constexpr std::string_view invalid = suppliers::source_invalid.code;

}  // namespace

TEST(SourceConfig, KeepsWhatIsRight) {
  EXPECT_EQ(
      must(http_config(R"({"headers": {"Accept": "text/csv"}, "user": null, "url": "https://shop.example/a.csv"})")),
      R"({"url":"https://shop.example/a.csv","headers":{"Accept":"text/csv"}})");
  EXPECT_EQ(must(checked_config(SourceKind::upload, "{}", {})), "{}");
}

TEST(SourceConfig, NamesAnUnknownFieldAndTheNearestKnownOne) {
  const auto refused = http_config(R"({"url": "https://shop.example", "filename": "a.csv"})");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), invalid);
  EXPECT_EQ(refused.error().place.field, "config.filename");
  EXPECT_THAT(refused.error().cure, HasSubstr("Did you mean \"file_name\"?"));
  const auto far = http_config(R"({"url": "https://shop.example", "zzzzzzzzzzzz": 1})");
  EXPECT_THAT(far.error().cure, HasSubstr("Known are: url, user"));
}

TEST(SourceConfig, RefusesWhatCannotWork) {
  for (const char* config :
       {"[]", "{", R"({"user": "me"})", R"({"url": 7})", R"({"url": "https://a.example", "file_name": " "})",
        R"({"url": "https://a.example", "max_megabytes": 0})", R"({"url": "https://a.example", "user": "a:b"})",
        R"({"url": "https://a.example", "headers": {"X A": "1"}})",
        R"({"url": "https://a.example", "headers": {"X-A": "1\r\nX-B: 2"}})",
        R"({"url": "https://a.example", "headers": {"Host": "b.example"}})"}) {
    EXPECT_EQ(code_of(http_config(config)), invalid) << config;
  }
  EXPECT_EQ(code_of(checked_config(SourceKind::upload, R"({"url": "https://a.example"})", {})), invalid);
}

TEST(SourceConfig, RefusesAddressesByTheRulesOfTheClient) {
  const auto refused = http_config(R"({"url": "http://10.0.0.1/a.csv"})");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), platform::client::address_refused.code);
  EXPECT_EQ(refused.error().place.field, "config.url");
  EXPECT_EQ(code_of(http_config(R"({"url": "https://me:geheim@a.example/"})")), platform::client::url_refused.code);
  EXPECT_EQ(code_of(http_config(R"({"url": "https://a.example/", "oauth_token_url": "http://[::1]/token"})")),
            platform::client::address_refused.code);
}

TEST(SourceConfig, KeepsSecretsOutOfWhatIsShown) {
  const auto refused = http_config(R"({"url": "https://a.example", "headers": {"Authorization": "Bearer x"}})");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().cure, HasSubstr("header.Authorization"));
}

TEST(SourceConfig, ChecksBuckets) {
  const auto config = [](const std::string& bucket, const std::string& path) {
    return checked_config(
        SourceKind::s3, R"({"endpoint": "https://s3.example", "bucket": ")" + bucket + R"(", "path": ")" + path + "\"}",
        {});
  };
  EXPECT_TRUE(config("exports", "daily/stock_*.csv"));
  EXPECT_EQ(code_of(config("Exports!", "stock.csv")), suppliers::source_invalid.code);
  EXPECT_EQ(code_of(config("exports", "daily/")), suppliers::source_invalid.code);
}

TEST(SourceSecrets, AreKnownByName) {
  for (const char* name : {"password", "token", "oauth_client_secret", "header.X-Api-Key"})
    EXPECT_TRUE(check_secret(SourceKind::http, name, "value")) << name;
  const auto refused = check_secret(SourceKind::http, "pasword", "value");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().cure, HasSubstr("password"));
  EXPECT_THAT(refused.error().text(), testing::Not(HasSubstr("value")));
  for (const char* name : {"header.", "header.X Y", "header.Host"})
    EXPECT_EQ(code_of(check_secret(SourceKind::http, name, "value")), invalid) << name;
  EXPECT_EQ(code_of(check_secret(SourceKind::http, "token", "two\nlines")), invalid);
  EXPECT_EQ(code_of(check_secret(SourceKind::http, "token", "")), invalid);
  EXPECT_EQ(code_of(check_secret(SourceKind::upload, "token", "x")), invalid);
}

TEST(SourceLogin, IsOneWholeWay) {
  const std::string url = R"("url": "https://a.example")";
  const std::string oauth = R"(, "oauth_token_url": "https://a.example/t", "oauth_client_id": "me")";
  EXPECT_TRUE(check_login(http_source("{" + url + "}")));
  EXPECT_TRUE(check_login(http_source("{" + url + "}", {{"token", "s"}})));
  EXPECT_TRUE(check_login(http_source("{" + url + R"(, "user": "me"})", {{"password", "s"}})));
  EXPECT_TRUE(check_login(http_source("{" + url + oauth + "}", {{"oauth_client_secret", "s"}})));
  EXPECT_EQ(code_of(check_login(http_source("{" + url + "}", {{"password", "s"}}))), invalid);
  EXPECT_EQ(code_of(check_login(http_source("{" + url + oauth + "}"))), invalid);
  EXPECT_EQ(code_of(check_login(http_source("{" + url + R"(, "user": "me"})", {{"token", "s"}}))), invalid);
}

TEST(SourceAnswer, IsJudgedByItsStatus) {
  using suppliers::check_status;
  for (const int status : {200, 206, 304}) EXPECT_TRUE(check_status(status, "a.example")) << status;
  EXPECT_EQ(code_of(check_status(401, "a.example")), suppliers::source_login_refused.code);
  EXPECT_EQ(code_of(check_status(404, "a.example")), suppliers::source_file_missing.code);
  EXPECT_EQ(code_of(check_status(503, "a.example")), suppliers::source_unavailable.code);
  EXPECT_EQ(code_of(check_status(204, "a.example")), suppliers::source_answer_unexpected.code);
}

TEST(SourceFileName, IsTheBestKnownOne) {
  using suppliers::file_name_of;
  const Source plain = http_source(R"({"url": "https://a.example"})");
  const std::string url = "https://a.example/export/prices.csv?key=geheim";
  EXPECT_EQ(file_name_of(plain, "", url), "prices.csv");
  EXPECT_EQ(file_name_of(plain, R"(attachment; filename="list 1.xlsx"; x=1)", url), "list 1.xlsx");
  EXPECT_EQ(file_name_of(plain, "attachment; filename=list.xml; x=1", url), "list.xml");
  EXPECT_EQ(file_name_of(plain, R"(attachment; filename="../../etc/passwd")", url), "....etcpasswd");
  EXPECT_EQ(file_name_of(plain, "", "https://a.example/"), "feed");
  EXPECT_EQ(file_name_of(plain, "", "https://a.example"), "feed");
  EXPECT_EQ(file_name_of(http_source(R"({"url": "https://a.example", "file_name": "mine.csv"})"), "", url), "mine.csv");
}

TEST(SourceFile, IsRecognisedByItsBeginning) {
  const auto looks = [](std::string_view bytes) { return must(suppliers::check_beginning(bytes, "a.example")); };
  EXPECT_EQ(looks("PK\x03\x04..."), "an XLSX workbook or a zip archive");
  EXPECT_EQ(looks("\xef\xbb\xbf<?xml version=\"1.0\"?>"), "XML");
  EXPECT_EQ(looks("  [{\"sku\": 1}]"), "JSON");
  EXPECT_EQ(looks("sku;name\n1;x\n"), "CSV or other text");
  EXPECT_EQ(code_of(suppliers::check_beginning("\n<!DOCTYPE HTML><html>", "a.example")),
            suppliers::source_is_web_page.code);
  EXPECT_EQ(code_of(suppliers::check_beginning("", "a.example")), suppliers::source_answer_unexpected.code);
}
