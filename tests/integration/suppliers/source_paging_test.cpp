// APIs that give their items page by page.
#include <gmock/gmock.h>

#include "domain/suppliers/source_paging.h"
#include "domain/suppliers/source_request.h"
#include "integration/suppliers/sources_fixture.h"

namespace {

using platform::http::Request;
using platform::http::Response;
using suppliers::Source;
using test::code_of;
using test::LocalServer;
using test::must;
using testing::HasSubstr;

Response json(std::string body) {
  Response response;
  response.set("Content-Type", "application/json");
  response.body = std::move(body);
  return response;
}

std::string parameter_of(const Request& request, const std::string& name) {
  return std::string(request.query_value(name).value_or(""));
}

class SourcePagingTest : public test::SourcesTest {
 protected:
  Source paged(const LocalServer& server, const std::string& paging, suppliers::SecretChanges secrets = {}) {
    return made(server.url("/api/items?lang=fr"), std::move(secrets), R"(, "paging": )" + paging);
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, SourcePagingTest, test::both_engines(), test::engine_name);

TEST_P(SourcePagingTest, NumberedPagesAreJoined) {
  const LocalServer server({{"/api/items", [](const Request& request) -> base::Result<Response> {
                               const std::string page = parameter_of(request, "page");
                               if (page == "1")
                                 return json(R"({"data": [{"sku": "A", "price": 19.90}, {"sku": "B"}]})");
                               return json(page == "2" ? R"({"data": [{"sku": "C"}]})" : R"({"data": []})");
                             }}});
  must(fetched(paged(server, R"({"kind": "page", "parameter": "page", "items": "data"})", {{"token", "t0ken"}})));
  EXPECT_EQ(house().contents.at(0), "{\"sku\": \"A\", \"price\": 19.90}\n{\"sku\": \"B\"}\n{\"sku\": \"C\"}\n");
  EXPECT_EQ(house().handed_over.at(0).file_name, "items.ndjson");
  ASSERT_EQ(server.requests().size(), 3U);
  for (const Request& request : server.requests()) {
    EXPECT_EQ(request.header("authorization"), "Bearer t0ken");
    EXPECT_EQ(parameter_of(request, "lang"), "fr");
  }
}

TEST_P(SourcePagingTest, AShortPageIsTheLast) {
  const LocalServer server({{"/api/items", [](const Request& request) -> base::Result<Response> {
                               return json(parameter_of(request, "skip") == "0" ? "[1,2]" : "[3]");
                             }}});
  must(fetched(paged(server, R"({"kind": "offset", "parameter": "skip", "size_parameter": "take", "size": 2})")));
  EXPECT_EQ(house().contents.at(0), "1\n2\n3\n");
  ASSERT_EQ(server.requests().size(), 2U);
  EXPECT_EQ(parameter_of(server.requests()[1], "skip"), "2");
  EXPECT_EQ(parameter_of(server.requests()[1], "take"), "2");
}

TEST_P(SourcePagingTest, CursorsAndLinksAreFollowed) {
  const LocalServer server({{"/api/items",
                             [](const Request& request) -> base::Result<Response> {
                               if (parameter_of(request, "after").empty())
                                 return json(R"({"items": [1], "next": "a b&c"})");
                               return json(parameter_of(request, "after") == "a b&c" ? R"({"items": [2], "next": null})"
                                                                                     : R"({})");
                             }},
                            {"/linked", [](const Request& request) -> base::Result<Response> {
                               Response response = json(parameter_of(request, "p").empty() ? "[1]" : "[2]");
                               if (parameter_of(request, "p").empty())
                                 response.set("Link", R"(</linked>; rel="first", </linked?p=2>; rel="next")");
                               return response;
                             }}});
  must(fetched(paged(server, R"({"kind": "cursor", "parameter": "after", "items": "items", "next": "next"})")));
  EXPECT_EQ(house().contents.at(0), "1\n2\n");
  must(fetched(must(
      sources().create({.supplier = "beta",
                        .kind = "http",
                        .config = R"({"url": ")" + server.url("/linked") + R"(", "paging": {"kind": "link"}})"}))));
  EXPECT_EQ(house().contents.at(1), "1\n2\n");
}

TEST_P(SourcePagingTest, PagesThatLeadInACircleAreStopped) {
  const LocalServer cursors({{"/api/items", [](const Request& request) -> base::Result<Response> {
                                return json(parameter_of(request, "after") == "x" ? R"({"items": [1], "next": "y"})"
                                                                                  : R"({"items": [2], "next": "x"})");
                              }}});
  const auto circle =
      fetched(paged(cursors, R"({"kind": "cursor", "parameter": "after", "items": "items", "next": "next"})"));
  EXPECT_EQ(code_of(circle), suppliers::paging_endless.code);
  const LocalServer same({{"/api/items", [](const Request&) -> base::Result<Response> { return json("[1,2]"); }}});
  const auto ignored = fetched(must(sources().create(
      {.supplier = "beta",
       .kind = "http",
       .config = R"({"url": ")" + same.url("/api/items") + R"(", "paging": {"kind": "page", "parameter": "page"}})"})));
  EXPECT_EQ(code_of(ignored), suppliers::paging_endless.code);
  EXPECT_EQ(same.requests().size(), 2U);
  EXPECT_TRUE(house().handed_over.empty());
}

TEST_P(SourcePagingTest, PagesWithoutEndAreStopped) {
  const LocalServer server({{"/api/items", [](const Request& request) -> base::Result<Response> {
                               return json("[" + parameter_of(request, "page") + "]");
                             }}});
  const auto endless = fetched(paged(server, R"({"kind": "page", "parameter": "page", "max_pages": 5})"));
  EXPECT_EQ(code_of(endless), suppliers::paging_endless.code);
  EXPECT_EQ(server.requests().size(), 5U);
}

TEST_P(SourcePagingTest, AnApiThatIsAskedTooOftenIsGivenTime) {
  std::atomic<int> asked{0};
  const LocalServer server({{"/api/items", [&](const Request&) -> base::Result<Response> {
                               const int time = ++asked;
                               Response response = json(time == 2 ? "[1]" : "[]");
                               response.status = time == 1 ? 429 : 200;
                               if (time == 1) response.set("Retry-After", "1");
                               return response;
                             }}});
  const auto begun = std::chrono::steady_clock::now();
  must(fetched(paged(server, R"({"kind": "page", "parameter": "page"})")));
  EXPECT_EQ(house().contents.at(0), "1\n");
  EXPECT_GE(std::chrono::steady_clock::now() - begun, std::chrono::seconds(1));
}

TEST_P(SourcePagingTest, TheLoginIsNotCarriedToAnotherServer) {
  const LocalServer other({{"/api/items", [](const Request&) -> base::Result<Response> { return json("[2]"); }}});
  const LocalServer server({{"/api/items", [&](const Request&) -> base::Result<Response> {
                               return json(R"({"items": [1], "next": ")" + other.url("/api/items") + "\"}");
                             }}});
  const auto refused = fetched(paged(server, R"({"kind": "link", "items": "items", "next": "next"})"));
  EXPECT_EQ(code_of(refused), platform::client::redirect_refused.code);
  EXPECT_TRUE(other.requests().empty());
}

TEST_P(SourcePagingTest, WhatIsNoPageIsTold) {
  const LocalServer server(
      {{"/api/items", [](const Request&) -> base::Result<Response> { return json(R"({"error": "no"})"); }}});
  const Source source = paged(server, R"({"kind": "page", "parameter": "page", "items": "data"})");
  EXPECT_EQ(code_of(fetched(source)), suppliers::source_answer_unexpected.code);
  const auto check = tested(source);
  EXPECT_EQ(check.at("ok"), false);
  EXPECT_THAT(std::string(check.at("summary").as_string()), HasSubstr("at \"data\""));
}

}  // namespace
