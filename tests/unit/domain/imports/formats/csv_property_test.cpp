#include <gtest/gtest.h>

#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "domain/imports/formats/csv_parser.h"
#include "domain/imports/formats/csv_reader.h"
#include "support/records.h"
#include "support/trickle_source.h"

namespace {

using Row = std::vector<std::string>;
using Random = std::mt19937;

std::size_t below(Random& random, std::size_t limit) {
  return random() % limit;
}

imports::Dialect random_dialect(Random& random) {
  imports::Dialect dialect;
  dialect.delimiter = std::string_view(",;\t|^")[below(random, 5)];
  dialect.quote = std::string_view("\"'")[below(random, 2)];
  dialect.header_row = static_cast<std::uint32_t>(below(random, 2));
  return dialect;
}

std::string random_field(Random& random) {
  static constexpr std::string_view characters = "ab1 ,;\t|^\"'\n\ré.";
  std::string field;
  const std::size_t length = below(random, 20) == 0 ? below(random, 300) : below(random, 8);
  for (std::size_t i = 0; i < length; ++i) field.push_back(characters[below(random, characters.size())]);
  return field;
}

std::string quoted(const std::string& field, const imports::Dialect& dialect, Random& random) {
  const bool needed =
      field.find_first_of(std::string("\r\n \t") + dialect.delimiter + dialect.quote) != std::string::npos;
  if (!needed && below(random, 3) > 0 && !field.empty()) return field;
  std::string text(1, dialect.quote);
  for (const char c : field) text.append(c == dialect.quote ? 2 : 1, c);
  return text + dialect.quote;
}

struct Written {
  std::string text;
  std::vector<Row> rows;
  std::vector<std::string> raw;
};

Written write_table(const imports::Dialect& dialect, Random& random) {
  static constexpr std::string_view ends[] = {"\n", "\r\n", "\r"};
  const std::size_t width = 1 + below(random, 6);
  const std::size_t height = 1 + below(random, 12);
  Written table;
  for (std::size_t y = 0; y < height; ++y) {
    Row row(width);
    std::string line;
    for (std::size_t x = 0; x < width; ++x) {
      // Header names are the reader's to trim and make unique; data must come back as it was.
      row[x] = y == 0 && dialect.header_row == 1 ? "c" + std::to_string(x) : random_field(random);
      line += (x > 0 ? std::string(1, dialect.delimiter) : "") + quoted(row[x], dialect, random);
    }
    table.text += line;
    if (y + 1 < height || below(random, 2) == 0) table.text += ends[below(random, 3)];
    table.rows.push_back(std::move(row));
    table.raw.push_back(std::move(line));
  }
  return table;
}

std::vector<test::KeptRecord> read(const std::string& text, const imports::Dialect& dialect, std::size_t at_once) {
  const auto reader = test::must(imports::read_csv(test::trickle(text, at_once), dialect, "feed.csv"));
  return test::read_all(*reader);
}

TEST(CsvProperty, AnyTableReadsBackAsItWasWritten) {
  Random random(20261122);
  for (int round = 0; round < 1000; ++round) {
    const imports::Dialect dialect = random_dialect(random);
    const Written table = write_table(dialect, random);
    SCOPED_TRACE(table.text);
    const auto records = read(table.text, dialect, 1 + below(random, 40));
    ASSERT_EQ(records.size(), table.rows.size() - dialect.header_row);
    for (std::size_t i = 0; i < records.size(); ++i) {
      ASSERT_EQ(records[i].fields, table.rows[i + dialect.header_row]);
      ASSERT_EQ(records[i].raw, table.raw[i + dialect.header_row]);
      ASSERT_EQ(table.text.substr(records[i].byte_offset, records[i].raw.size()), records[i].raw);
      ASSERT_TRUE(records[i].problems.empty());
    }
  }
}

// The window slides while a table much larger than it goes by: every boundary falls somewhere in a record.
TEST(CsvProperty, RecordsDoNotDependOnWhereTheWindowEnds) {
  Random random(7);
  imports::Dialect dialect;
  std::string text = "a,b\n";
  std::vector<Row> rows;
  while (text.size() < 3U << 20U) {
    Row row{random_field(random), random_field(random)};
    text += quoted(row[0], dialect, random) + "," + quoted(row[1], dialect, random) +
            (below(random, 2) == 0 ? "\r\n" : "\n");
    rows.push_back(std::move(row));
  }
  const auto records = read(text, dialect, 100'003);
  ASSERT_EQ(records.size(), rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) ASSERT_EQ(records[i].fields, rows[i]) << "record " << i;
}

// Seen through a window that ends anywhere, a record is either not finished yet or the one it will be.
TEST(CsvProperty, AHalfSeenRecordIsNeverMistaken) {
  Random random(5);
  for (int round = 0; round < 400; ++round) {
    const imports::Dialect dialect = random_dialect(random);
    std::string text = write_table(dialect, random).text;
    if (below(random, 3) == 0) text.erase(below(random, text.size()), 1);
    const std::string padded = text + std::string(imports::CsvScanner::padding, '\0');
    const auto front = [&](std::size_t size, bool at_end) {
      imports::CsvParser parser(dialect.delimiter, dialect.quote);
      std::vector<std::string_view> fields;
      const auto outcome = parser.parse({padded.data(), size}, at_end, fields);
      return std::tuple(outcome, Row(fields.begin(), fields.end()), parser.found().next, parser.found().lines);
    };
    const auto whole = front(text.size(), true);
    for (std::size_t size = 0; size < text.size(); ++size) {
      const auto part = front(size, false);
      if (std::get<0>(part) == imports::CsvParser::Outcome::need_more) continue;
      ASSERT_EQ(part, whole) << "seen " << size << " bytes of " << text;
    }
  }
}

// Whatever the bytes are: no crash, the same records however they arrive, and every byte of them accounted for in
// order.
TEST(CsvProperty, RubbishReadsTheSameHoweverItArrives) {
  Random random(99);
  static constexpr std::string_view characters = "a\"\",,\n\r x";
  for (int round = 0; round < 1500; ++round) {
    std::string text = "h1,h2\n";
    for (std::size_t n = below(random, 80); n > 0; --n) text.push_back(characters[below(random, characters.size())]);
    SCOPED_TRACE(text);
    const auto whole = read(text, {}, text.size());
    ASSERT_EQ(read(text, {}, 1), whole);
    std::uint64_t end = 0;
    for (const auto& record : whole) {
      ASSERT_GE(record.byte_offset, end);
      ASSERT_EQ(text.substr(record.byte_offset, record.raw.size()), record.raw);
      end = record.byte_offset + record.raw.size();
    }
  }
}

}  // namespace
