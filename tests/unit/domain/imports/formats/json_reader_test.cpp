#include "domain/imports/formats/json_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/documents.h"
#include "support/trickle_source.h"

namespace imports {
namespace {

using test::Document;
using test::trickle;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::size_t whole = 1U << 20U;

Document read(const std::string& text, const std::string& record_path = "", std::size_t step = whole) {
  Dialect dialect;
  dialect.format = Format::json;
  dialect.record_path = record_path;
  const auto reader = read_json(trickle(text, step), dialect, "feed.json");
  return test::read_document(*reader);
}

TEST(JsonReader, ReadsTheObjectsOfARootArray) {
  const auto document = read(R"([{"sku":"A","qty":2},{"sku":"B","brand":"Bosch"}])");
  ASSERT_EQ(document.records.size(), 2U);
  EXPECT_THAT(document.columns, ElementsAre("sku", "qty", "brand"));
  EXPECT_EQ(document.records[0].at("sku"), "A");
  EXPECT_EQ(document.records[0].at("qty"), "2");
  EXPECT_EQ(document.records[1].at("qty"), "");
  EXPECT_EQ(document.records[1].at("brand"), "Bosch");
  EXPECT_EQ(document.failure_code(), "none");
}

TEST(JsonReader, FollowsThePathToTheArray) {
  const std::string text = R"({"meta":{"items":[9]},"data":{"total":2,"items":[{"id":1},{"id":2}]},"end":null})";
  const auto document = read(text, "data.items");
  ASSERT_EQ(document.records.size(), 2U);
  EXPECT_EQ(document.records[1].at("id"), "2");
}

TEST(JsonReader, WalksThroughArraysOnTheWay) {
  const auto document =
      read(R"({"shelves":[{"goods":[{"id":1}]},{"goods":[]},{"goods":[{"id":2},{"id":3}]}]})", "shelves.goods");
  ASSERT_EQ(document.records.size(), 3U);
  EXPECT_EQ(document.records[2].at("id"), "3");
}

TEST(JsonReader, FollowsNamesThatHoldDotsOrEscapes) {
  EXPECT_EQ(read(R"({"data.items":[{"id":1}]})", "data.items").records.size(), 1U);
  EXPECT_EQ(read(R"({"caf\u00e9":[{"id":1}]})", "café").records.size(), 1U);
}

TEST(JsonReader, TakesAnObjectAtThePathAsOneRecord) {
  const auto document = read(R"({"sku":"A","price":{"amount":1}})");
  ASSERT_EQ(document.records.size(), 1U);
  EXPECT_EQ(document.records[0].at("price.amount"), "1");
}

TEST(JsonReader, TakesTheMembersOfAnObjectWithTheirNames) {
  const auto document = read(R"({"products":{"1001":{"name":"Lamp"},"1002":{"name":"Chair"}}})", "products.*");
  ASSERT_EQ(document.records.size(), 2U);
  EXPECT_EQ(document.records[0].at("@key"), "1001");
  EXPECT_EQ(document.records[1].at("@key"), "1002");
  EXPECT_EQ(document.records[1].at("name"), "Chair");
}

TEST(JsonReader, FlattensWhatIsInsideARecord) {
  const auto document = read(R"([{"price":{"amount":12.5,"tax":{"rate":20}},"tags":["a","b",null,"c"],
    "images":[{"url":"x","alt":"1"},{"url":"y"}],"nested":[[1,2],[3]],"none":{},"empty":[]}])");
  const auto& record = document.records.at(0);
  EXPECT_EQ(record.at("price.amount"), "12.5");
  EXPECT_EQ(record.at("price.tax.rate"), "20");
  EXPECT_EQ(record.at("tags"), "a | b | c");
  EXPECT_EQ(record.at("images.url"), "x | y");
  EXPECT_EQ(record.at("images.alt"), "1");
  EXPECT_EQ(record.at("nested"), "1 | 2 | 3");
  EXPECT_THAT(document.columns, testing::IsSupersetOf({"none", "empty"}));
}

TEST(JsonReader, KeepsNumbersAsTheyAreWritten) {
  const auto document =
      read(R"([{"big":9007199254740993,"price":1.10,"huge":1e400,"long":123456789012345678901234567890,
    "small":-0.0E-7 }])");
  const auto& record = document.records.at(0);
  EXPECT_EQ(record.at("big"), "9007199254740993");
  EXPECT_EQ(record.at("price"), "1.10");
  EXPECT_EQ(record.at("huge"), "1e400");
  EXPECT_EQ(record.at("long"), "123456789012345678901234567890");
  EXPECT_EQ(record.at("small"), "-0.0E-7");
}

TEST(JsonReader, ShowsTruthAsWordsAndNullAsNothing) {
  const auto document = read(R"([{"a":true,"b":false,"c":null}])");
  EXPECT_EQ(document.records.at(0).at("a"), "true");
  EXPECT_EQ(document.records.at(0).at("b"), "false");
  EXPECT_EQ(document.records.at(0).at("c"), "");
  EXPECT_THAT(document.columns, ElementsAre("a", "b", "c"));
}

TEST(JsonReader, DecodesEscapes) {
  const auto document = read(R"([{"t":"\"\\\/\b\f\n\r\t\u20ac\ud83d\ude00"}])");
  EXPECT_EQ(document.records.at(0).at("t"), "\"\\/\b\f\n\r\t€😀");
}

TEST(JsonReader, ReplacesHalfACharacterInsteadOfLosingTheRecord) {
  const auto document = read(R"([{"a":"x\ud800y","b":"\udc00","c":"\\ud800","\ud801":"key"}])");
  ASSERT_EQ(document.failure_code(), "none");
  const auto& record = document.records.at(0);
  EXPECT_EQ(record.at("a"), "x\uFFFDy");
  EXPECT_EQ(record.at("b"), "\uFFFD");
  EXPECT_EQ(record.at("c"), "\\ud800");
  EXPECT_EQ(record.at("\uFFFD"), "key");
  EXPECT_THAT(record.raw, HasSubstr(R"(x\ud800y)"));
}

TEST(JsonReader, LetsTheLastOfTwoEqualNamesWin) {
  EXPECT_EQ(read(R"([{"a":1,"a":2}])").records.at(0).at("a"), "2");
}

TEST(JsonReader, GivesValuesThatAreNoObjectsAColumn) {
  const auto document = read(R"(["x",12,null,[1,2]])");
  ASSERT_EQ(document.records.size(), 4U);
  EXPECT_THAT(document.columns, ElementsAre("value"));
  EXPECT_EQ(document.records[1].at("value"), "12");
  EXPECT_EQ(document.records[2].at("value"), "");
  EXPECT_EQ(document.records[3].at("value"), "1 | 2");
}

TEST(JsonReader, NamesAColumnWithoutName) {
  EXPECT_EQ(read(R"([{"a":1,"":2}])").records.at(0).at("column_2"), "2");
}

TEST(JsonReader, TellsWhereARecordStandsAndKeepsItsText) {
  const auto document = read("[\n  {\"a\": 1},\n\n  {\"a\":\t2 }\n]\n");
  ASSERT_EQ(document.records.size(), 2U);
  EXPECT_EQ(document.records[1].number, 2U);
  EXPECT_EQ(document.records[1].line, 4U);
  EXPECT_EQ(document.records[1].byte_offset, 17U);
  EXPECT_EQ(document.records[1].raw, "{\"a\":\t2 }");
}

TEST(JsonReader, FailsWhereTheFileIsCutShort) {
  const auto document = read("[{\"a\":1},\n{\"a\":2");
  EXPECT_EQ(document.records.size(), 1U);
  ASSERT_EQ(document.failure_code(), "import.json_invalid");
  EXPECT_EQ(document.failure->place.line, 2U);
  EXPECT_EQ(document.failure->place.byte, 16U);
  EXPECT_THAT(document.failure->cure, HasSubstr("cut short"));
}

TEST(JsonReader, ChecksTheDocumentBehindTheRecords) {
  EXPECT_EQ(read(R"({"p":[{"a":1}],"rest":[1,}})", "p").failure_code(), "import.json_invalid");
  EXPECT_EQ(read(R"([{"a":1}] x)").failure_code(), "import.json_invalid");
  EXPECT_EQ(read(R"([{"a":1}]])").failure_code(), "import.json_invalid");
}

TEST(JsonReader, FailsWhenNothingStandsAtThePath) {
  const auto document = read(R"({"a":1})", "products");
  EXPECT_EQ(document.failure_code(), "import.record_path_not_found");
  EXPECT_THAT(document.failure->message, HasSubstr("products"));
}

TEST(JsonReader, ReadsAnEmptyListAsNoRecords) {
  EXPECT_EQ(read("[]").failure_code(), "none");
  EXPECT_EQ(read(R"({"p":[]})", "p").failure_code(), "none");
  EXPECT_TRUE(read("[ ]").records.empty());
}

class JsonGrammar : public testing::TestWithParam<const char*> {};

TEST_P(JsonGrammar, RefusesWhatRfc8259DoesNotAllow) {
  const std::string text = GetParam();
  EXPECT_EQ(read(text).failure_code(), "import.json_invalid") << text;
  EXPECT_EQ(read("{\"skipped\":" + text + ",\"p\":[]}", "p").failure_code(), "import.json_invalid") << text;
}

INSTANTIATE_TEST_SUITE_P(Broken, JsonGrammar,
                         testing::Values("[1,]", "[,1]", "[1 2]", "[01]", "[+1]", "[.5]", "[1.]", "[1e]", "[1e+]",
                                         "[-]", "[NaN]", "[tru]", "[True]", "['a']", "[\"a]", "[\"\\x\"]",
                                         "[\"\\u12g4\"]", "[\"a\nb\"]", "[\"\t\"]", "{\"a\"}", "{\"a\":}", "{a:1}",
                                         "{\"a\":1,}", "{\"a\" 1}", "{1:1}", "[1}", "{\"a\":1]", "[", "{", "",
                                         "[/*c*/1]", "[\v1]", "[\"\\"));

TEST(JsonReader, StopsAtBracketsWithoutEnd) {
  EXPECT_EQ(read(std::string(100'000, '[')).failure_code(), "import.json_invalid");
  EXPECT_EQ(read("{\"x\":" + std::string(100'000, '['), "p").failure_code(), "import.json_invalid");
  EXPECT_EQ(read(std::string(100'000, '['), "p").failure_code(), "import.json_invalid");
  EXPECT_EQ(read(std::string(1000, '[') + std::string(1000, ']')).failure_code(), "none");
}

TEST(JsonReader, RefusesARecordBeyondTheLimitButPassesOverLongValuesElsewhere) {
  const std::string long_text(ReadLimits::max_record_bytes + 1000, 'x');
  EXPECT_EQ(read("[{\"a\":\"" + long_text + "\"}]").failure_code(), "import.record_too_long");
  const auto document = read("{\"skipped\":\"" + long_text + "\",\"p\":[{\"a\":1}]}", "p");
  EXPECT_EQ(document.failure_code(), "none");
  EXPECT_EQ(document.records.size(), 1U);
}

TEST(JsonReader, ReadsTheSameHoweverTheBytesArrive) {
  const std::string text = R"( {"m\u0065ta":{"x":[1,-2.5e+3,true]},
    "list":[ {"sku":"A\"1","t":["é","\ud83d\ude00"],"n":{"k":null}}, 17.0 , {} , [ "z" ] ,
    {"sku":"B","deep":[[{"v":1},{"v":"2"}]]} ], "after" : "\\" } )";
  const auto expected = read(text, "list");
  ASSERT_EQ(expected.records.size(), 5U);
  ASSERT_EQ(expected.failure_code(), "none");
  for (std::size_t step = 1; step <= text.size(); ++step) {
    const auto document = read(text, "list", step);
    EXPECT_EQ(document.records, expected.records) << "step " << step;
    EXPECT_EQ(document.columns, expected.columns) << "step " << step;
  }
}

TEST(JsonReader, RefusesEveryBeginningOfADocument) {
  const std::string text = R"({"list":[{"sku":"A","n":-1.5e3,"b":[true,false,null],"u":"\u00e9"}],"x":{}})";
  for (std::size_t length = 0; length < text.size(); ++length) {
    EXPECT_EQ(read(text.substr(0, length), "list", 3).failure_code(), "import.json_invalid") << text.substr(0, length);
  }
  EXPECT_EQ(read(text, "list").failure_code(), "none");
}

TEST(JsonReader, ReadsManyRecordsThroughASlidingWindow) {
  std::string text = "[";
  constexpr std::size_t count = 20'000;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) text += ',';
    text += "{\"sku\":\"" + std::to_string(i) + "\",\"t\":\"" + std::string(i % 97, 'x') + "\"}\n";
  }
  const auto document = read(text + "]", "", 4093);
  ASSERT_EQ(document.records.size(), count);
  for (std::size_t i = 0; i < count; ++i) {
    ASSERT_EQ(document.records[i].at("sku"), std::to_string(i));
    ASSERT_EQ(document.records[i].line, i + 1);
    ASSERT_EQ(text.compare(document.records[i].byte_offset, document.records[i].raw.size(), document.records[i].raw),
              0);
  }
}

std::vector<RecordPath> paths_of(const std::string& text, std::uint64_t limit = record_path_sample) {
  return find_json_record_paths(trickle(text, whole), "feed.json", limit).value();
}

TEST(JsonRecordPaths, FindsTheListOfRecordsAmongOtherLists) {
  const auto paths = paths_of(R"({"from":1,"pages":[{"n":1},{"n":2},{"n":3},{"n":4}],"data":{"products":[
    {"sku":"A","name":"x","price":1,"images":[{"u":1},{"u":2},{"u":3}]},{"sku":"B","name":"y","price":2}]}})");
  ASSERT_FALSE(paths.empty());
  EXPECT_EQ(paths[0].path, "data.products");
  EXPECT_EQ(paths[0].count, 2U);
  EXPECT_EQ(paths[0].columns, 3U);
  EXPECT_EQ(paths[0].depth, 2U);
  EXPECT_EQ(paths[0].reason, "“data.products” repeats 2 times with 3 columns");
}

TEST(JsonRecordPaths, FindsRecordsUnderKeys) {
  EXPECT_EQ(paths_of(R"({"1001":{"a":1,"b":2},"1002":{"a":1,"b":3}})").at(0).path, "*");
  EXPECT_EQ(paths_of(R"({"stock":{"A1":{"a":1,"b":2},"B2":{"a":1,"b":3,"c":1}},"v":1})").at(0).path, "stock.*");
  EXPECT_EQ(paths_of(R"({"price":{"amount":1},"size":{"width":2}})").at(0).path, "");
}

TEST(JsonRecordPaths, TakesALoneObjectAsOneRecord) {
  const auto paths = paths_of(R"({"sku":"A","name":"x","tags":["a","b"]})");
  ASSERT_EQ(paths.size(), 1U);
  EXPECT_EQ(paths[0].path, "");
  EXPECT_EQ(paths[0].count, 1U);
}

TEST(JsonRecordPaths, ReadsNoFurtherThanTheLimit) {
  std::string text = R"({"items":[)";
  for (int i = 0; i < 1000; ++i) text += R"({"sku":"A","price":1},)";
  const auto paths = paths_of(text + "broken", 2000);
  EXPECT_EQ(paths.at(0).path, "items");
  EXPECT_LT(paths.at(0).count, 100U);
}

TEST(JsonRecordPaths, FailsOnTextThatIsNoJson) {
  const auto paths = find_json_record_paths(trickle("hello", whole), "feed.json");
  ASSERT_FALSE(paths.has_value());
  EXPECT_EQ(paths.error().code(), "import.json_invalid");
}

}  // namespace
}  // namespace imports
