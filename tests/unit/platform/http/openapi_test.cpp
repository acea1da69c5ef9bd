#include <gtest/gtest.h>

#include "http_fixture.h"
#include "platform/http/docs_page.h"
#include "platform/http/websocket.h"

namespace json = boost::json;

namespace {

json::object document() {
  return platform::http::openapi_of(http_test::routes(), "/api/v1", "1.2.3");
}

// Every "$ref" in the document, wherever it is.
void collect_references(const json::value& value, std::vector<std::string>& found) {
  if (const auto* object = value.if_object()) {
    for (const auto& [key, member] : *object) {
      if (key == "$ref") found.emplace_back(member.as_string());
      collect_references(member, found);
    }
  } else if (const auto* array = value.if_array()) {
    for (const auto& element : *array) collect_references(element, found);
  }
}

std::string required_members(const json::object& api, std::string_view schema) {
  const json::object& schemas = api.at("components").at("schemas").as_object();
  const json::object& found = schemas.at(schema).as_object();
  return json::serialize(found.at("required").as_array());
}

}  // namespace

TEST(OpenApi, DescribesAnOperation) {
  const json::object api = document();
  EXPECT_EQ(api.at("openapi"), "3.1.0");
  EXPECT_EQ(api.at("info").at("version"), "1.2.3");
  const auto& show = api.at("paths").at("/api/v1/items/{id}").at("get");
  EXPECT_EQ(show.at("operationId"), "show_item");
  EXPECT_EQ(show.at("x-permission"), "items.read");
  EXPECT_EQ(json::serialize(show.at("parameters")),
            R"([{"name":"id","in":"path","schema":{"type":"string"},"required":true}])");
  const auto& answers = show.at("responses").as_object();
  EXPECT_EQ(answers.at("200").at("content").at("application/json").at("schema").at("$ref"),
            "#/components/schemas/http_test.Item");
  for (const char* status : {"304", "400", "401", "403", "404", "429", "503"}) EXPECT_TRUE(answers.contains(status));
}

TEST(OpenApi, DescribesBodiesStatusesAndKeys) {
  const json::object api = document();
  const auto& create = api.at("paths").at("/api/v1/items").at("post");
  EXPECT_EQ(create.at("requestBody").at("content").at("application/json").at("schema").at("$ref"),
            "#/components/schemas/http_test.Item");
  EXPECT_TRUE(create.at("responses").as_object().contains("201"));
  EXPECT_EQ(create.at("parameters").at(0).at("name"), "Idempotency-Key");
  const auto& gone = api.at("paths").at("/api/v1/items/{id}").at("delete").at("responses").at("204");
  EXPECT_FALSE(gone.as_object().contains("content"));
  const auto& problem = create.at("responses").at("422").at("content");
  EXPECT_EQ(problem.at("application/problem+json").at("schema").at("$ref"), "#/components/schemas/Problem");
}

TEST(OpenApi, SaysOfAnswersThatEveryMemberIsThereAndOfRequestsWhatMayBeLeftOut) {
  const json::object both_ways = document();
  EXPECT_EQ(required_members(both_ways, "http_test.Item"), R"(["name"])");
  platform::http::RouteTable only_answers{
      platform::http::get("/items", "list_items", "items", "Lists items")
          .answers([](const platform::http::Request&) -> base::Result<http_test::Item> { return http_test::Item{}; })};
  const json::object api = platform::http::openapi_of(only_answers, "/api/v1", "1.2.3");
  EXPECT_EQ(required_members(api, "http_test.Item"), R"(["name","quantity","tags"])");
}

TEST(OpenApi, DescribesHeadersAndEveryTypeABodyMayBeOf) {
  platform::http::Route route = platform::http::patch("/files/{id}", "append", "files", "Appends to a file");
  route.header({"Upload-Offset", "integer", "Where it goes on", true})
      .answer_header({"Upload-Offset", "integer", "Where the next goes on"})
      .also_takes({"text/csv"})
      .streams([](const platform::http::Request& request, platform::http::BodyReader& body) {
        return http_test::count_bytes(request, body);
      });
  route.input = [](json::object& components) { return platform::http::schema_of<http_test::Item>(components); };
  const json::object api = platform::http::openapi_of({route}, "/api/v1", "1.2.3");
  const auto& append = api.at("paths").at("/api/v1/files/{id}").at("patch");
  EXPECT_EQ(json::serialize(append.at("parameters").at(1)),
            R"({"name":"Upload-Offset","in":"header","schema":{"type":"integer"},"required":true,)"
            R"("description":"Where it goes on"})");
  EXPECT_EQ(append.at("responses").at("200").at("headers").at("Upload-Offset").at("schema").at("type"), "integer");
  const auto& types = append.at("requestBody").at("content").as_object();
  EXPECT_TRUE(types.contains("application/json"));
  EXPECT_TRUE(types.contains("text/csv"));
}

TEST(OpenApi, SaysWhoMayCall) {
  const json::object api = document();
  EXPECT_EQ(json::serialize(api.at("security")), R"([{"bearer":[]},{"api_key":[]}])");
  const auto& login = api.at("paths").at("/api/v1/login").at("post");
  EXPECT_TRUE(login.at("security").as_array().empty());
  EXPECT_EQ(login.at("x-rate-tier"), "login");
  EXPECT_TRUE(api.at("paths").as_object().contains("/health"));
}

TEST(OpenApi, DescribesAWebSocket) {
  platform::http::RouteTable table;
  table.push_back(platform::http::get("/ws", "watch", "live", "Live events").upgrades({}));
  const json::object api = platform::http::openapi_of(table, "/api/v1", "1.2.3");
  const auto& answers = api.at("paths").at("/api/v1/ws").at("get").at("responses").as_object();
  EXPECT_FALSE(answers.at("101").as_object().contains("content"));
  EXPECT_EQ(answers.at("426").at("x-problem-codes").at(0), "request.upgrade_required");
  EXPECT_FALSE(answers.contains("304"));
}

TEST(OpenApi, RefersOnlyToWhatItHolds) {
  const json::object api = document();
  std::vector<std::string> references;
  collect_references(api, references);
  EXPECT_GT(references.size(), 10U);
  for (const std::string& reference : references) {
    boost::system::error_code error;
    EXPECT_NE(json::value(api).find_pointer(reference.substr(1), error), nullptr) << reference;
  }
}

TEST(Docs, NeedNothingFromOutside) {
  const std::string page = platform::http::docs_page();
  for (const char* outside : {"http://", "https://", "src=", "@import", "url(", "innerHTML", "eval("})
    EXPECT_EQ(page.find(outside), std::string::npos) << outside;
  const std::string policy = platform::http::docs_security_policy();
  EXPECT_NE(policy.find("script-src 'sha256-"), std::string::npos);
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
}
