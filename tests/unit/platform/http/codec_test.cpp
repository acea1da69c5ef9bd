#include "platform/http/codec.h"

#include <gtest/gtest.h>

#include <limits>

namespace codec_test {

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct Line {
  std::string sku;
  double price = 0;
};
BOOST_DESCRIBE_STRUCT(Line, (), (sku, price))

struct Order {
  base::Uuid id;
  base::Timestamp placed_at;
  bool is_paid = false;
  std::int64_t total = 0;
  std::uint64_t weight = 0;
  int count = 0;
  Colour colour = Colour::red;
  std::optional<std::string> note;
  std::vector<Line> lines;
  std::map<std::string, int> stock;
  boost::json::value extra;
};
BOOST_DESCRIBE_STRUCT(Order, (), (id, placed_at, is_paid, total, weight, count, colour, note, lines, stock, extra))

struct Node {
  std::string name;
  std::vector<Node> children;
};
BOOST_DESCRIBE_STRUCT(Node, (), (name, children))

}  // namespace codec_test

namespace {

using codec_test::Line;
using codec_test::Node;
using codec_test::Order;
using platform::http::from_json;
using platform::http::schema_of;
using platform::http::to_json;

constexpr std::string_view order_text =
    R"({"id":"0193bd3c-0000-7000-8000-000000000001","placed_at":"2026-11-22T07:33:00.000000Z","is_paid":true,)"
    R"("total":-5,"weight":18446744073709551615,"count":2,"colour":"green","note":null,)"
    R"("lines":[{"sku":"a","price":1.5}],"stock":{"Paris":3},"extra":{"any":[1,"x"]}})";

void expect_problem(const base::Result<Order>& read, std::string_view field, std::string_view part) {
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code(), "request.invalid");
  EXPECT_EQ(read.error().place.field, field);
  EXPECT_NE(read.error().message.find(part), std::string::npos) << read.error().message;
}

std::string changed(std::string_view from, std::string_view to) {
  std::string text(order_text);
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST(Codec, ReadsWhatItWrites) {
  const auto order = from_json<Order>(order_text);
  ASSERT_TRUE(order) << order.error().text();
  EXPECT_EQ(order->weight, std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(order->colour, codec_test::Colour::green);
  EXPECT_EQ(to_json(*order), order_text);
}

TEST(Codec, LetsOptionalMembersAndListsBeAbsent) {
  const auto node = from_json<Node>(R"({"name":"root"})");
  ASSERT_TRUE(node);
  EXPECT_TRUE(node->children.empty());
}

TEST(Codec, NamesTheMemberThatIsWrong) {
  expect_problem(from_json<Order>(changed("1.5", R"("cheap")")), "/lines/0/price", R"("cheap")");
  expect_problem(from_json<Order>(changed("green", "blue")), "/colour", "red, green");
  expect_problem(from_json<Order>(changed("0193bd3c-", "")), "/id", "UUID");
  expect_problem(from_json<Order>(changed("2026-11-22T", "yesterday ")), "/placed_at", "time");
  expect_problem(from_json<Order>(changed(R"("count":2)", R"("count":2.5)")), "/count", "whole number");
  expect_problem(from_json<Order>(changed(R"("count":2)", R"("count":3000000000)")), "/count", "in range");
  expect_problem(from_json<Order>(changed(R"("Paris":3)", R"("Pa/r~is":"x")")), "/stock/Pa~1r~0is", "\"x\"");
  expect_problem(from_json<Order>(changed(R"("sku":"a")", R"("sku":"a\u0000b")")), "/lines/0/sku", "NUL");
}

TEST(Codec, RefusesUnknownAndMissingMembers) {
  expect_problem(from_json<Order>(changed(R"("count":2)", R"("count":2,"cuont":2)")), "/cuont", "not known");
  expect_problem(from_json<Order>(changed(R"("count":2,)", "")), "/count", "missing");
  expect_problem(from_json<Order>(changed(R"("sku":"a",)", "")), "/lines/0/sku", "missing");
}

TEST(Codec, RefusesWhatIsNotJson) {
  expect_problem(from_json<Order>("{\"id\":"), "", "not valid JSON");
  expect_problem(from_json<Order>("  "), "", "empty");
  expect_problem(from_json<Order>("[]"), "", "an object");
  expect_problem(from_json<Order>(std::string(10'000, '[')), "", "not valid JSON");
}

TEST(Codec, TakesAWholeNumberWrittenWithDecimals) {
  EXPECT_EQ(from_json<int>("3.0").value(), 3);
  EXPECT_FALSE(from_json<int>("3.1"));
  EXPECT_FALSE(from_json<std::uint64_t>("-1"));
  EXPECT_FALSE(from_json<std::int64_t>("1e300"));
}

TEST(Codec, DescribesTypesThatContainThemselves) {
  boost::json::object components;
  const auto schema = schema_of<Node>(components);
  EXPECT_EQ(schema.at("$ref").as_string(), "#/components/schemas/codec_test.Node");
  const auto& children = components.at("codec_test.Node").at("properties").at("children");
  EXPECT_EQ(children.at("items").at("$ref"), schema.at("$ref"));
}

TEST(Codec, DescribesMembersAsTheyAreReadAndWritten) {
  boost::json::object components;
  schema_of<Order>(components);
  const auto& order = components.at("codec_test.Order");
  EXPECT_EQ(boost::json::serialize(order.at("properties").at("id")), R"({"type":"string","format":"uuid"})");
  EXPECT_EQ(boost::json::serialize(order.at("properties").at("note")),
            R"({"anyOf":[{"type":"string"},{"type":"null"}]})");
  EXPECT_EQ(boost::json::serialize(order.at("properties").at("colour")), R"({"type":"string","enum":["red","green"]})");
  EXPECT_EQ(boost::json::serialize(order.at("required")),
            R"(["id","placed_at","is_paid","total","weight","count","colour","extra"])");
  EXPECT_EQ(order.at("additionalProperties"), false);
}
