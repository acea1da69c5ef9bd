// Sources against a real server: the connection test, and fetching in the background.
#include <gmock/gmock.h>

#include "domain/suppliers/source_check.h"
#include "domain/suppliers/source_request.h"
#include "integration/suppliers/sources_fixture.h"
#include "platform/crypto/digest.h"

namespace {

using platform::http::Request;
using platform::http::Response;
using suppliers::Source;
using test::code_of;
using test::LocalServer;
using test::must;
using testing::HasSubstr;
using testing::Not;

/// Gives a text under an ETag and honours If-None-Match.
struct Shop {
  std::string text = "sku;name\nA1;Four\n", etag = "\"v1\"", type = "text/csv", modified;
  unsigned status = 200;

  base::Result<Response> answer(const Request& request) const {
    Response response;
    response.set("ETag", etag);
    response.set("Content-Type", type);
    if (!modified.empty()) response.set("Last-Modified", modified);
    response.status = status == 200 && request.header("if-none-match") == etag ? 304 : status;
    if (response.status != 304) response.body = text;
    return response;
  }
};

class SourceFetchTest : public test::SourcesTest {
 protected:
  Shop shop_;
  LocalServer server_{{{"/prices.csv", [this](const Request& request) { return shop_.answer(request); }},
                       {"/token", [](const Request& request) -> base::Result<Response> {
                          const bool is_right = request.header("authorization") == "Basic bWU6Z2VoZWlt" &&
                                                request.body == "grant_type=client_credentials&scope=feeds%20all";
                          Response response;
                          response.status = is_right ? 200 : 401;
                          response.body = R"({"access_token": "t0ken", "token_type": "Bearer"})";
                          return response;
                        }}}};

  Source shop_source(suppliers::SecretChanges secrets = {}, std::string more = {}) {
    return made(server_.url("/prices.csv"), std::move(secrets), std::move(more));
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, SourceFetchTest, test::both_engines(), test::engine_name);

TEST_P(SourceFetchTest, ATestSaysThatASourceWorks) {
  const Source source = shop_source({{"token", "geheim"}});
  const auto answer = house().calls().post("/sources/" + source.id.to_string() + "/test", "");
  ASSERT_EQ(answer.status, 200U) << answer.problem;
  EXPECT_EQ(answer.json().at("ok"), true) << answer.body;
  EXPECT_THAT(std::string(answer.json().at("summary").as_string()),
              HasSubstr("It looks like CSV or other text, 17 bytes, sent as text/csv."));
  EXPECT_EQ(answer.json().at("steps").as_array().size(), 4U);
  EXPECT_THAT(answer.body, Not(HasSubstr("geheim")));
  EXPECT_EQ(server_.requests().at(0).header("authorization"), "Bearer geheim");
  EXPECT_EQ(server_.requests().at(0).header("range"), "bytes=0-65535");
  EXPECT_TRUE(house().handed_over.empty());
}

TEST_P(SourceFetchTest, ATestReadsNoMoreThanTheBeginning) {
  shop_.text = std::string(50'000'000, 'x');
  const auto check = suppliers::check_source(sources(), shop_source(), house().client);
  EXPECT_TRUE(check.ok) << check.summary;
  EXPECT_THAT(check.summary, HasSubstr("50,000,000 bytes"));
}

TEST_P(SourceFetchTest, ATestSaysWhatIsWrongAndWhere) {
  const Source source = shop_source();
  shop_.status = 401;
  auto check = suppliers::check_source(sources(), source, house().client);
  EXPECT_FALSE(check.ok);
  EXPECT_EQ(check.problem->code(), suppliers::source_login_refused.code);
  EXPECT_EQ(check.steps.back().name, "request");
  shop_.status = 200;
  shop_.text = "<html>Please log in</html>";
  check = suppliers::check_source(sources(), source, house().client);
  EXPECT_EQ(check.problem->code(), suppliers::source_is_web_page.code);
  EXPECT_EQ(check.steps.back().name, "content");
  const platform::client::HttpClient outside({});
  check = suppliers::check_source(sources(), source, outside);
  EXPECT_EQ(check.problem->code(), platform::client::address_refused.code);
  EXPECT_EQ(check.steps.back().name, "address");
}

TEST_P(SourceFetchTest, ATestOfAnUploadSourceHasNothingToDo) {
  const Source source = must(sources().create({.supplier = "alpha", .kind = "upload"}));
  EXPECT_TRUE(suppliers::check_source(sources(), source, house().client).ok);
}

TEST_P(SourceFetchTest, ANewFileIsHandedToTheImports) {
  const Source source = must(sources().update(shop_source().id, {.mode = "full"}));
  const auto result = must(fetched(source));
  EXPECT_EQ(result.at("outcome"), "imported");
  ASSERT_EQ(house().handed_over.size(), 1U);
  const auto& file = house().handed_over[0];
  EXPECT_EQ(house().contents[0], shop_.text);
  EXPECT_EQ(file.file_name, "prices.csv");
  EXPECT_EQ(file.supplier, "alpha");
  EXPECT_EQ(file.size, shop_.text.size());
  EXPECT_EQ(file.sha256, platform::crypto::sha256_hex(shop_.text));
  EXPECT_EQ(file.mode, suppliers::SourceMode::full);
  EXPECT_EQ(file.created_by, "tester");
  EXPECT_FALSE(std::filesystem::exists(file.path));
  const auto state = must(sources().find(source.id)).state;
  EXPECT_EQ(state.etag, "\"v1\"");
  EXPECT_EQ(state.digest, file.sha256);
  EXPECT_TRUE(state.fetched_at && state.checked_at && state.import_id);
}

TEST_P(SourceFetchTest, AnUnchangedFileIsNotImportedAgain) {
  const Source source = shop_source();
  must(fetched(source));
  EXPECT_EQ(must(fetched(source)).at("outcome"), "unchanged");
  EXPECT_EQ(server_.requests().at(1).header("if-none-match"), "\"v1\"");
  shop_.etag = "\"v2\"";
  const auto same_bytes = must(fetched(source));
  EXPECT_EQ(same_bytes.at("outcome"), "unchanged");
  EXPECT_THAT(std::string(same_bytes.at("message").as_string()), HasSubstr("byte for byte"));
  EXPECT_EQ(house().handed_over.size(), 1U);
  shop_.etag = "\"v3\"";
  shop_.text += "A2;Pan\n";
  EXPECT_EQ(must(fetched(source)).at("outcome"), "imported");
  EXPECT_EQ(house().handed_over.size(), 2U);
}

TEST_P(SourceFetchTest, YesterdaysFileIsNotImportedAfterTodays) {
  const Source source = shop_source();
  shop_.modified = "Sun, 22 Nov 2026 04:00:00 GMT";
  must(fetched(source));
  shop_.etag = "\"v0\"";
  shop_.text = "sku;name\nA1;Old\n";
  shop_.modified = "Sat, 21 Nov 2026 04:00:00 GMT";
  EXPECT_EQ(must(fetched(source)).at("outcome"), "older");
  EXPECT_EQ(house().handed_over.size(), 1U);
  EXPECT_EQ(must(sources().find(source.id)).state.etag, "\"v1\"") << "today's file stays the one to compare with";
  EXPECT_EQ(must(fetched(source, true)).at("outcome"), "imported");
}

TEST_P(SourceFetchTest, AnUnchangedFileIsImportedAgainWhenItIsToBe) {
  const Source source = shop_source();
  must(fetched(source));
  EXPECT_EQ(must(fetched(source, true)).at("outcome"), "imported");
  house().has_last_import_failed = true;
  EXPECT_EQ(must(fetched(source)).at("outcome"), "imported");
  EXPECT_EQ(house().handed_over.size(), 3U);
}

TEST_P(SourceFetchTest, AFailureIsRememberedAndForgottenAgain) {
  const Source source = shop_source();
  must(fetched(source));
  shop_.status = 503;
  const auto failed = fetched(source);
  EXPECT_EQ(code_of(failed), suppliers::source_unavailable.code);
  EXPECT_EQ(house().fetcher.handler().judge(failed.error()), platform::queue::Retry::yes);
  auto state = must(sources().find(source.id)).state;
  EXPECT_EQ(state.problem_code, suppliers::source_unavailable.code);
  EXPECT_EQ(state.etag, "\"v1\"") << "what was known stays known";
  shop_.status = 200;
  EXPECT_EQ(must(fetched(source)).at("outcome"), "unchanged");
  state = must(sources().find(source.id)).state;
  EXPECT_EQ(state.problem_code + state.problem_message + state.problem_cure, "");
}

TEST_P(SourceFetchTest, AWebPageOrAnEmptyFileIsNotImported) {
  const Source source = shop_source();
  shop_.text = "<!doctype html><title>Login</title>";
  const auto page = fetched(source);
  EXPECT_EQ(code_of(page), suppliers::source_is_web_page.code);
  EXPECT_EQ(house().fetcher.handler().judge(page.error()), platform::queue::Retry::no);
  shop_.text = "";
  EXPECT_EQ(code_of(fetched(source)), suppliers::source_answer_unexpected.code);
  EXPECT_TRUE(house().handed_over.empty());
}

TEST_P(SourceFetchTest, AnOauthTokenIsAskedForAndSent) {
  const std::string more =
      R"(, "oauth_token_url": ")" + server_.url("/token") + R"(", "oauth_client_id": "me", "oauth_scope": "feeds all")";
  const Source source = shop_source({{"oauth_client_secret", "geheim"}}, more);
  must(fetched(source));
  EXPECT_EQ(server_.requests().at(1).header("authorization"), "Bearer t0ken");
  must(sources().update(source.id, {.secrets = {{"oauth_client_secret", "wrong"}}}));
  EXPECT_EQ(code_of(fetched(source)), suppliers::source_login_refused.code);
}

TEST_P(SourceFetchTest, OneFetchOfASourceIsEnough) {
  const auto calls = house().calls();
  const std::string path = "/sources/" + shop_source().id.to_string() + "/fetch";
  const auto first = calls.post(path, "");
  ASSERT_EQ(first.status, 202U) << first.problem;
  EXPECT_EQ(first.json().at("is_new"), true);
  const auto second = calls.post(path + "?force=true", "");
  EXPECT_EQ(second.json().at("is_new"), false);
  EXPECT_EQ(second.json().at("job_id"), first.json().at("job_id"));
}

TEST_P(SourceFetchTest, WhatCannotBeFetchedSaysSo) {
  const Source upload = must(sources().create({.supplier = "alpha", .kind = "upload"}));
  EXPECT_EQ(code_of(house().fetcher.enqueue(upload.id, false, "")), suppliers::source_not_fetched.code);
  const Source off = must(sources().update(shop_source().id, {.is_enabled = false}));
  EXPECT_EQ(code_of(house().fetcher.enqueue(off.id, false, "")), suppliers::source_disabled.code);
}

TEST_P(SourceFetchTest, ASupplierThatIsGoneIsNotMadeAgain) {
  const Source source = shop_source();
  must(house().suppliers.remove("alpha"));
  EXPECT_EQ(code_of(fetched(source)), suppliers::supplier_unknown.code);
  EXPECT_TRUE(server_.requests().empty());
}

}  // namespace
