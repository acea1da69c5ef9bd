#include "base/json_writer.h"

#include <gtest/gtest.h>

#include <charconv>
#include <cmath>
#include <limits>
#include <random>

#include "base/text.h"

namespace {

using base::JsonWriter;

std::string as_json(std::string_view text) {
  std::string out;
  base::append_json_string(out, text);
  return out;
}

TEST(JsonString, EscapesWhatJsonAsksFor) {
  EXPECT_EQ(as_json("plain"), R"("plain")");
  EXPECT_EQ(as_json(""), R"("")");
  EXPECT_EQ(as_json("a\"b\\c/d"), R"("a\"b\\c/d")");
  EXPECT_EQ(as_json("\b\f\n\r\t"), R"("\b\f\n\r\t")");
  EXPECT_EQ(as_json(std::string_view("\0\x1F", 2)), "\"\\u0000\\u001f\"");
  EXPECT_EQ(as_json("prix 12 € 😀"), "\"prix 12 € 😀\"");
}

TEST(JsonString, ReplacesInvalidUtf8) {
  EXPECT_EQ(as_json("caf\xE9"), "\"caf\uFFFD\"");
  EXPECT_EQ(as_json("\xE2\x82!"), "\"\uFFFD!\"");
  EXPECT_EQ(as_json("\xFF\xFE"), "\"\uFFFD\uFFFD\"");
}

TEST(JsonString, IsAlwaysValidUtf8WithoutControlCharacters) {
  std::mt19937_64 random(14);
  for (int i = 0; i < 5000; ++i) {
    std::string bytes;
    for (std::size_t length = random() % 40; length > 0; --length) bytes += static_cast<char>(random());
    const std::string json = as_json(bytes);
    ASSERT_TRUE(base::is_valid_utf8(json));
    for (const char c : json) ASSERT_FALSE(c >= 0 && c < 0x20);
  }
}

TEST(JsonWriter, WritesCompactDocuments) {
  JsonWriter json;
  json.begin_object().member("name", "café").member("rows", std::int64_t{-5}).member("ok", true);
  json.key("list").begin_array().value(1).value(std::uint64_t{18446744073709551615U}).null().end_array();
  json.key("empty").begin_object().end_object().key("raw").raw(R"({"a":1})").end_object();
  EXPECT_EQ(json.text(),
            R"({"name":"café","rows":-5,"ok":true,"list":[1,18446744073709551615,null],"empty":{},"raw":{"a":1}})");
}

TEST(JsonWriter, IndentsByTwo) {
  JsonWriter json(JsonWriter::Style::indented);
  json.begin_object().member("a", 1).key("b").begin_array().value("x").value("y").end_array();
  json.key("c").begin_array().end_array().end_object();
  EXPECT_EQ(json.take(), "{\n  \"a\": 1,\n  \"b\": [\n    \"x\",\n    \"y\"\n  ],\n  \"c\": []\n}");
}

TEST(JsonWriter, WritesASingleValue) {
  EXPECT_EQ(JsonWriter().value("x").text(), "\"x\"");
  EXPECT_EQ(JsonWriter().value(false).text(), "false");
}

TEST(JsonWriter, WritesNumbersThatReadBackTheSame) {
  std::mt19937_64 random(15);
  std::uniform_real_distribution<double> any(-1e12, 1e12);
  for (int i = 0; i < 5000; ++i) {
    const double number = any(random);
    const std::string text = JsonWriter().value(number).take();
    double back = 0;
    std::from_chars(text.data(), text.data() + text.size(), back);
    ASSERT_EQ(back, number) << text;
  }
  EXPECT_EQ(JsonWriter().value(0.1).text(), "0.1");
}

TEST(JsonWriter, HasNoNumberForInfinity) {
  JsonWriter json;
  json.begin_array().value(std::nan("")).value(std::numeric_limits<double>::infinity()).value(1.5).end_array();
  EXPECT_EQ(json.text(), "[null,null,1.5]");
}

}  // namespace
