#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/imports/formats/json_reader.h"
#include "support/documents.h"
#include "support/trickle_source.h"

namespace imports {
namespace {

using test::Document;
using test::trickle;
using testing::ElementsAre;

Document read(const std::string& text, std::size_t step = 1U << 20U) {
  const auto reader = read_ndjson(trickle(text, step), "feed.ndjson");
  return test::read_document(*reader);
}

TEST(NdjsonReader, ReadsOneRecordALine) {
  const auto document = read("{\"sku\":\"A\",\"p\":{\"v\":1.10}}\n{\"sku\":\"B\"}");
  ASSERT_EQ(document.records.size(), 2U);
  EXPECT_EQ(document.records[0].at("p.v"), "1.10");
  EXPECT_EQ(document.records[1].at("sku"), "B");
  EXPECT_EQ(document.failure_code(), "none");
}

TEST(NdjsonReader, PassesOverBlankLinesAndCarriageReturns) {
  const auto document = read("\n{\"a\":1}\r\n\r\n  \t\n {\"a\":2} \r\n\n");
  ASSERT_EQ(document.records.size(), 2U);
  EXPECT_EQ(document.records[0].raw, "{\"a\":1}");
  EXPECT_EQ(document.records[1].line, 5U);
  EXPECT_EQ(document.records[1].number, 2U);
  EXPECT_EQ(document.records[1].byte_offset, 16U);
  EXPECT_EQ(document.records[1].at("a"), "2");
}

TEST(NdjsonReader, RejectsABrokenLineAndGoesOn) {
  const auto document = read("{\"a\":1}\n{\"a\":2\n{\"a\":3} x\n{\"a\":4}\n");
  ASSERT_EQ(document.records.size(), 4U);
  EXPECT_THAT(document.records[0].problems, ElementsAre());
  EXPECT_THAT(document.records[1].problems, ElementsAre("import.json_invalid!"));
  EXPECT_TRUE(document.records[1].values.empty());
  EXPECT_EQ(document.records[1].raw, "{\"a\":2");
  EXPECT_THAT(document.records[2].problems, ElementsAre("import.json_invalid!"));
  EXPECT_TRUE(document.records[2].values.empty());
  EXPECT_EQ(document.records[3].at("a"), "4");
  EXPECT_THAT(document.records[3].problems, ElementsAre());
}

TEST(NdjsonReader, SaysWhereALineIsBroken) {
  const auto reader = read_ndjson(trickle("{\"a\":1}\n{\"a\":tru}\n", 5), "feed.ndjson");
  Record record;
  ASSERT_TRUE(reader->next(record).value());
  ASSERT_TRUE(reader->next(record).value());
  ASSERT_EQ(record.problems.size(), 1U);
  EXPECT_EQ(record.problems[0].severity, RecordProblem::Severity::reject);
  const auto& place = record.problems[0].problem.place;
  EXPECT_EQ(place.file, "feed.ndjson");
  EXPECT_EQ(place.line, 2U);
  EXPECT_EQ(place.byte, 16U);
  EXPECT_EQ(place.column, 9U);
}

TEST(NdjsonReader, StopsAtALineWithoutEnd) {
  const auto document = read("{\"a\":1}\n" + std::string(ReadLimits::max_record_bytes + (1U << 20U), ' '));
  EXPECT_EQ(document.records.size(), 1U);
  EXPECT_EQ(document.failure_code(), "import.record_too_long");
}

TEST(NdjsonReader, WarnsOfRepairedCharacters) {
  const auto repairs = std::make_shared<RepairLog>();
  repairs->add(10, 2);
  const auto reader = read_ndjson(trickle("{\"a\":1}\n{\"a\":\"\u00e9\u00e9\"}\n{\"a\":3}\n", 100), "f", repairs);
  const auto document = test::read_document(*reader);
  EXPECT_THAT(document.records.at(0).problems, ElementsAre());
  EXPECT_THAT(document.records.at(1).problems, ElementsAre("import.encoding_repaired"));
  EXPECT_THAT(document.records.at(2).problems, ElementsAre());
}

TEST(NdjsonReader, ReadsTheSameHoweverTheBytesArrive) {
  const std::string text = "{\"a\":\"é\"}\r\n\n{\"a\":[1,2]}\nbroken\n 5 \n{\"b\":{\"c\":null}}";
  const auto expected = read(text);
  ASSERT_EQ(expected.records.size(), 5U);
  for (std::size_t step = 1; step <= text.size(); ++step) {
    EXPECT_EQ(read(text, step).records, expected.records) << "step " << step;
  }
}

}  // namespace
}  // namespace imports
