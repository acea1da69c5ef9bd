// Every real feed is understood, read and imported as written down in feeds.json, without a mapping made by hand.
#include <algorithm>

#include "corpus/corpus.h"
#include "domain/imports/formats/record_reader.h"
#include "domain/imports/sniff/sniff.h"
#include "support/program.h"

namespace {

namespace json = boost::json;

const json::array& all_feeds() {
  return corpus::expectations("feeds.json").at("feeds").as_array();
}

std::vector<std::string> feed_paths() {
  std::vector<std::string> paths;
  for (const json::value& feed : all_feeds()) paths.push_back(test::text_at(feed, "path"));
  return paths;
}

class Feed : public ::testing::TestWithParam<std::string> {
 protected:
  std::string path() const { return (corpus::folder() / "feeds" / GetParam()).string(); }
  const json::object& expected() const {
    const json::array& feeds = all_feeds();
    const auto found = std::find_if(feeds.begin(), feeds.end(),
                                    [&](const json::value& feed) { return feed.at("path").as_string() == GetParam(); });
    return found->as_object();
  }
  /// The code of the Problem that tells why this file cannot be imported; "" for most.
  std::string refusal() const {
    const json::value* const code = expected().if_contains("refused");
    return code == nullptr ? "" : std::string(code->as_string());
  }
};

/// What was found out about a file, in the shape of feeds.json.
json::object understood(const imports::Sniffed& sniffed) {
  const imports::Dialect& dialect = sniffed.dialect;
  json::object found;
  found["format"] = imports::to_string(dialect.format);
  if (dialect.compression != imports::Compression::none) found["compression"] = imports::to_string(dialect.compression);
  found["encoding"] = dialect.encoding;
  if (dialect.format == imports::Format::csv) found["delimiter"] = std::string(1, dialect.delimiter);
  if (dialect.format <= imports::Format::xls) found["header_row"] = dialect.header_row;
  if (!dialect.sheet.empty()) found["sheet"] = dialect.sheet;
  if (dialect.format >= imports::Format::json) found["record_path"] = dialect.record_path;
  const imports::Mapping mapping = imports::suggest_mapping(sniffed);
  if (!mapping.default_currency.empty()) found["currency"] = mapping.default_currency;
  json::object& fields = (found["fields"] = json::object()).as_object();
  for (const imports::FieldInfo& field : imports::all_fields()) {
    if (const auto& rule = mapping.rule(field.field)) fields[field.name] = json::value_from(rule->from);
  }
  return found;
}

/// Each row read is in exactly one bucket.
void expect_balanced(const json::value& report) {
  std::int64_t sum = 0;
  for (const std::string_view bucket : {"created", "updated", "unchanged", "quarantined", "skipped"}) {
    sum += test::number_at(report, {"rows", bucket});
  }
  EXPECT_EQ(sum, test::number_at(report, {"rows", "read"})) << report;
}

TEST_P(Feed, IsUnderstood) {
  const auto sniffed = imports::sniff(path());
  const json::value* const expectation = expected().if_contains("sniff");
  if (expectation == nullptr) {
    ASSERT_FALSE(sniffed) << "it is no longer refused";
    EXPECT_EQ(sniffed.error().code(), refusal()) << sniffed.error().text();
    return;
  }
  ASSERT_TRUE(sniffed) << sniffed.error().text();
  const json::object found = understood(*sniffed);
  EXPECT_EQ(json::value(found), *expectation);
  const auto rows = expected().at("rows").to_number<std::uint64_t>();
  EXPECT_EQ(corpus::sniff_and_read(path()), "read " + std::to_string(rows));
  if (!sniffed->estimate_is_exact) return;
  EXPECT_EQ(sniffed->estimated_rows, rows);
}

TEST_P(Feed, IsImportedAsWrittenDownAndOnlyOnce) {
  const test::Installation installation(test::Engine::sqlite);
  const std::vector<std::string> import{"import", path(), "--supplier", "corpus"};
  if (!refusal().empty()) {
    auto command = import;
    command.emplace_back("--json");
    const test::Finished finished = installation.run(command);
    EXPECT_EQ(finished.exit_code, 1) << finished.out << finished.err;
    EXPECT_EQ(test::text_at(json::parse(finished.out).at("problem"), "code"), refusal()) << finished.out;
    return;
  }
  const json::value report = installation.json(import);
  const json::object& rows = report.at("rows").as_object();
  for (const auto& expectation : expected().at("import").as_object()) {
    EXPECT_EQ(rows.at(expectation.key()), expectation.value()) << expectation.key() << ": " << report;
  }
  EXPECT_EQ(report.at("problems"), expected().at("problems")) << report;
  expect_balanced(report);

  const json::value again = installation.json(import);
  expect_balanced(again);
  EXPECT_EQ(again.at("rows").at("unchanged"), rows.at("created")) << "importing it again changes nothing: " << again;
  EXPECT_EQ(test::number_at(again, {"rows", "created"}) + test::number_at(again, {"rows", "updated"}), 0) << again;
  for (const std::string_view changes : {"created", "updated", "withdrawn"}) {
    EXPECT_EQ(test::number_at(again, {"offers", changes}), 0) << changes << ": " << again;
  }
}

INSTANTIATE_TEST_SUITE_P(Corpus, Feed, ::testing::ValuesIn(feed_paths()),
                         [](const auto& test) { return corpus::as_test_name(test.param); });

TEST(Feeds, AreAllWrittenDown) {
  auto expected = feed_paths();
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(corpus::files_below(corpus::folder() / "feeds"), expected);
}

TEST(Feeds, TheSameListAsXlsAndXlsxReadsAlike) {
  const auto rows_of = [](const std::filesystem::path& path) {
    const auto sniffed = test::must(imports::sniff(path));
    const auto reader = test::must(imports::open_records(path, sniffed.dialect));
    std::vector<std::vector<std::string>> rows{reader->columns()};
    imports::Record record;
    while (test::must(reader->next(record))) rows.emplace_back(record.fields.begin(), record.fields.end());
    return rows;
  };
  const auto feeds = corpus::folder() / "feeds";
  const auto old_one = rows_of(feeds / "xls/transformers-cyrillic.xls");
  const auto new_one = rows_of(feeds / "xlsx/transformers-cyrillic.xlsx");
  ASSERT_EQ(old_one.size(), new_one.size());
  for (std::size_t row = 0; row < old_one.size(); ++row) EXPECT_EQ(old_one[row], new_one[row]) << "row " << row;
}

}  // namespace
