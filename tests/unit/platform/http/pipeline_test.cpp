#include "platform/http/pipeline.h"

#include <gtest/gtest.h>

#include <future>

#include "http_fixture.h"
#include "platform/http/conditional.h"

using platform::http::Method;
using platform::http::Pairs;
using platform::http::Pipeline;
using platform::http::Response;

namespace {

class HttpPipeline : public ::testing::Test {
 protected:
  void make(const platform::http::ServerOptions& options) {
    pipeline_.emplace(options, http_test::routes(), http_test::authenticate);
  }
  void SetUp() override {
    platform::http::ServerOptions options;
    options.rate_limits = {0, 0, 0, 0, 100};
    make(options);
  }
  Response ask(std::optional<Method> method, std::string target, Pairs headers = {}, std::string body = {}) {
    platform::http::Request request;
    request.target = std::move(target);
    request.headers = std::move(headers);
    request.body = std::move(body);
    request.remote_address = "192.0.2.1";
    auto exchange = pipeline_->begin(method, std::move(request));
    return pipeline_->answer(exchange);
  }
  static std::string code_of(const Response& response) {
    EXPECT_EQ(response.header("content-type"), "application/problem+json");
    return boost::json::parse(response.body).at("code").as_string().c_str();
  }

  std::optional<Pipeline> pipeline_;
  const Pairs manager_{{"authorization", "Bearer manager"}};
};

}  // namespace

TEST_F(HttpPipeline, AnswersWithRequestIdAndSecurityHeaders) {
  const Response response = ask(Method::get, "/api/v1/items/1", manager_);
  EXPECT_EQ(response.status, 200U);
  EXPECT_EQ(response.header("x-request-id").size(), 36U);
  EXPECT_EQ(response.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(response.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'");
  EXPECT_EQ(response.header("referrer-policy"), "no-referrer");
  EXPECT_EQ(response.header("cache-control"), "no-store");
  EXPECT_EQ(ask(Method::get, "/health").header("cache-control"), "");
}

TEST_F(HttpPipeline, TakesARequestIdOnlyWhenItIsPlain) {
  EXPECT_EQ(ask(Method::get, "/health", {{"x-request-id", "trace-0001.a_b"}}).header("x-request-id"), "trace-0001.a_b");
  for (const std::string bad : {"short", "with blanks in it", "\"quoted-quoted\""})
    EXPECT_NE(ask(Method::get, "/health", {{"x-request-id", bad}}).header("x-request-id"), bad);
}

TEST_F(HttpPipeline, TellsWhyARequestIsNotLetThrough) {
  EXPECT_EQ(code_of(ask(Method::get, "/api/v1/nothing")), "request.not_found");
  EXPECT_EQ(code_of(ask(Method::get, "/api/v1/items/1")), "auth.required");
  EXPECT_EQ(code_of(ask(Method::get, "/api/v1/items/1", {{"authorization", "Bearer guest"}})), "auth.forbidden");
  EXPECT_EQ(code_of(ask(Method::get, "/api/v1/items/1", {{"authorization", "Bearer stolen"}})), "auth.required");
  EXPECT_EQ(code_of(ask(Method::get, "/api/v1/items/%zz", manager_)), "request.malformed");
  EXPECT_EQ(code_of(ask(Method::get, "/api/v1/items/%00", manager_)), "request.malformed");
  EXPECT_EQ(code_of(ask(Method::get, "/api/v1/items?q=%ff", manager_)), "request.malformed");
  EXPECT_EQ(ask(Method::get, "/api/v1/items/1").header("www-authenticate"), "Bearer");
  const Response patched = ask(Method::patch, "/api/v1/items", manager_);
  EXPECT_EQ(code_of(patched), "request.method_not_allowed");
  EXPECT_EQ(patched.header("allow"), "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(ask(std::nullopt, "/api/v1/items", manager_).status, 405U);
}

TEST_F(HttpPipeline, CountsNobodyAsAStrangerWhileItCannotTellWhoHeIs) {
  platform::http::ServerOptions options;
  options.rate_limits = {0, 1, 0, 0, 100};
  pipeline_.emplace(options, http_test::routes(), [](const platform::http::Request&) {
    static constexpr base::ProblemKind away{"db.unavailable", "Database is away", 503, base::LogLevel::error};
    return base::Result<std::optional<platform::http::Caller>>(base::failure(away, "It is away.", "Wait."));
  });
  for (int i = 0; i < 5; ++i) EXPECT_EQ(ask(Method::get, "/api/v1/items/1", manager_).status, 503U);
}

TEST_F(HttpPipeline, LetsAWrongTokenIntoPublicRoutes) {
  EXPECT_EQ(ask(Method::post, "/api/v1/login", {{"authorization", "Bearer stale"}}).status, 204U);
}

TEST_F(HttpPipeline, TellsNothingOfAnException) {
  const Response response = ask(Method::get, "/api/v1/throws");
  EXPECT_EQ(response.status, 500U);
  EXPECT_EQ(response.body.find("hunter2"), std::string::npos);
  EXPECT_NE(response.body.find(std::string(response.header("x-request-id"))), std::string::npos);
}

TEST_F(HttpPipeline, ReadsAndChecksBodies) {
  EXPECT_EQ(ask(Method::post, "/api/v1/items", manager_, R"({"name":"a"})").status, 201U);
  const Response wrong = ask(Method::post, "/api/v1/items", manager_, R"({"name":1})");
  EXPECT_EQ(wrong.status, 422U);
  EXPECT_EQ(boost::json::parse(wrong.body).at("place").at("field").as_string(), "/name");
  Pairs headers = manager_;
  headers.emplace_back("content-type", "application/x-www-form-urlencoded");
  EXPECT_EQ(ask(Method::post, "/api/v1/items", headers, "name=a").status, 415U);
}

TEST_F(HttpPipeline, GivesAnEmptyAnswerItsStatus) {
  const Response response = ask(Method::del, "/api/v1/items/1", manager_);
  EXPECT_EQ(response.status, 204U);
  EXPECT_EQ(response.header("content-type"), "");
}

TEST_F(HttpPipeline, AnswersNotModifiedToTheSameTag) {
  const std::string tag(ask(Method::get, "/api/v1/items/1", manager_).header("etag"));
  ASSERT_FALSE(tag.empty());
  Pairs headers = manager_;
  headers.emplace_back("if-none-match", "\"other\", W/" + tag);
  const Response same = ask(Method::get, "/api/v1/items/1", headers);
  EXPECT_EQ(same.status, 304U);
  EXPECT_TRUE(same.body.empty());
  EXPECT_EQ(same.header("etag"), tag);
  EXPECT_EQ(ask(Method::get, "/api/v1/items/2", headers).status, 200U);
}

TEST_F(HttpPipeline, KnowsTheTagOfAPackedAnswer) {
  Pairs headers = manager_;
  headers.emplace_back("accept-encoding", "gzip");
  const Response packed = ask(Method::get, "/api/v1/items", headers);
  EXPECT_EQ(packed.header("content-encoding"), "gzip");
  const std::string tag(packed.header("etag"));
  EXPECT_NE(tag, ask(Method::get, "/api/v1/items", manager_).header("etag"));
  headers.emplace_back("if-none-match", tag);
  EXPECT_EQ(ask(Method::get, "/api/v1/items", headers).status, 304U);
}

TEST_F(HttpPipeline, WritesOnlyWhatTheClientHasSeen) {
  platform::http::Request request;
  EXPECT_TRUE(platform::http::check_if_match(request, "\"1\""));
  request.headers = {{"if-match", "\"2\", \"3\""}};
  EXPECT_TRUE(platform::http::check_if_match(request, "\"3\""));
  const auto stale = platform::http::check_if_match(request, "\"4\"");
  ASSERT_FALSE(stale);
  EXPECT_EQ(stale.error().kind->http_status, 412);
}

TEST_F(HttpPipeline, RepeatsTheFirstAnswerForAnIdempotencyKey) {
  Pairs headers = manager_;
  headers.emplace_back("idempotency-key", "key-1");
  const Response first = ask(Method::post, "/api/v1/items", headers, R"({"name":"a"})");
  const Response again = ask(Method::post, "/api/v1/items", headers, R"({"name":"a"})");
  EXPECT_EQ(again.status, 201U);
  EXPECT_EQ(again.header("location"), first.header("location"));
  EXPECT_EQ(again.header("idempotency-replayed"), "true");
  EXPECT_EQ(code_of(ask(Method::post, "/api/v1/items", headers, R"({"name":"b"})")), "request.key_reused");
  headers.back().second = "key-2";
  EXPECT_NE(ask(Method::post, "/api/v1/items", headers, R"({"name":"a"})").header("location"),
            first.header("location"));
}

TEST_F(HttpPipeline, ForgetsTheKeyOfARequestThatFailed) {
  Pairs headers = manager_;
  headers.emplace_back("idempotency-key", "key-1");
  EXPECT_EQ(ask(Method::post, "/api/v1/items", headers, "{}").status, 422U);
  EXPECT_EQ(ask(Method::post, "/api/v1/items", headers, R"({"name":"a"})").status, 201U);
}

TEST_F(HttpPipeline, LimitsByTierAndCaller) {
  platform::http::ServerOptions options;
  options.rate_limits = {2, 3, 4, 0, 100};
  make(options);
  EXPECT_EQ(ask(Method::post, "/api/v1/login").header("ratelimit-remaining"), "1");
  EXPECT_EQ(ask(Method::post, "/api/v1/login").status, 204U);
  const Response refused = ask(Method::post, "/api/v1/login");
  EXPECT_EQ(code_of(refused), "request.rate_limited");
  EXPECT_EQ(refused.header("retry-after"), "30");
  for (int round = 0; round < 3; ++round) EXPECT_EQ(ask(Method::get, "/api/v1/nothing").status, 404U);
  EXPECT_EQ(ask(Method::get, "/api/v1/nothing").status, 429U);
  for (int round = 0; round < 4; ++round) EXPECT_EQ(ask(Method::get, "/api/v1/items/1", manager_).status, 200U);
  EXPECT_EQ(ask(Method::get, "/api/v1/items/1", manager_).status, 429U);
  EXPECT_EQ(ask(Method::get, "/health").status, 204U);
}

TEST_F(HttpPipeline, LetsNamedOriginsIn) {
  platform::http::ServerOptions options;
  options.allowed_origins = {"https://shop.example"};
  make(options);
  const Response preflight = ask(Method::options, "/api/v1/items",
                                 {{"origin", "https://shop.example"}, {"access-control-request-method", "POST"}});
  EXPECT_EQ(preflight.status, 204U);
  EXPECT_EQ(preflight.header("access-control-allow-origin"), "https://shop.example");
  EXPECT_EQ(preflight.header("access-control-allow-credentials"), "true");
  EXPECT_EQ(preflight.header("access-control-allow-methods"), "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(preflight.header("vary"), "Origin");
  const Response other = ask(Method::get, "/health", {{"origin", "https://evil.example"}});
  EXPECT_EQ(other.header("access-control-allow-origin"), "");
  EXPECT_EQ(ask(Method::options, "/api/v1/items").header("allow"), "GET, HEAD, POST, OPTIONS");
}

TEST_F(HttpPipeline, GivesNoCredentialsToAnyOrigin) {
  platform::http::ServerOptions options;
  options.allowed_origins = {"*"};
  make(options);
  const Response response = ask(Method::get, "/health", {{"origin", "https://any.example"}});
  EXPECT_EQ(response.header("access-control-allow-origin"), "*");
  EXPECT_EQ(response.header("access-control-allow-credentials"), "");
}

TEST_F(HttpPipeline, CountsRequestsWhereItIsTold) {
  platform::http::ServerOptions options;
  options.rate_limits = {0, 2, 0, 0, 100};
  options.rates = std::make_shared<platform::http::RateLimiter>(100);
  make(options);
  EXPECT_NE(ask(Method::get, "/api/v1/nothing").status, 429U);
  make(options);  // another process that counts at the same place
  EXPECT_NE(ask(Method::get, "/api/v1/nothing").status, 429U);
  EXPECT_EQ(ask(Method::get, "/api/v1/nothing").status, 429U);
}
