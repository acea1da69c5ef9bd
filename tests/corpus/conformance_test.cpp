// The conformance files: each is read or refused as conformance.json says, never a crash, a hang or a full memory.
#include "corpus/corpus.h"

#include <algorithm>

#include "domain/imports/formats/record_reader.h"
#include "domain/imports/sniff/sniff.h"
#include "support/result_check.h"

namespace {

namespace json = boost::json;

constexpr unsigned most_seconds = 60;

std::filesystem::path conformance_folder() {
  return corpus::folder() / "conformance";
}

const json::object& all_folders() {
  return corpus::expectations("conformance.json").at("folders").as_object();
}

std::vector<std::string> folder_names() {
  std::vector<std::string> names;
  for (const auto& folder : all_folders()) names.emplace_back(folder.key());
  return names;
}

/// A reading told apart from one that took too much.
corpus::Outcome outcome_of(corpus::Outcome (*reading)(const std::filesystem::path&),
                           const std::filesystem::path& path) {
  const corpus::Apart apart = corpus::run_apart(reading, path, most_seconds);
  EXPECT_LT(apart.peak_bytes, corpus::most_memory) << path;
  EXPECT_EQ(apart.outcome.find("crashed"), std::string::npos) << path << " " << apart.outcome;
  return apart.outcome;
}

class Conformance : public ::testing::TestWithParam<std::string> {};

TEST_P(Conformance, EveryFileIsReadOrRefusedAsWrittenDown) {
  const json::object& expected = all_folders().at(GetParam()).as_object();
  for (const std::string& file : corpus::files_below(conformance_folder() / GetParam())) {
    const auto outcome = outcome_of(corpus::sniff_and_read, conformance_folder() / GetParam() / file);
    // What a file cut up at random amounts to is nobody's promise; that it does no harm is.
    const json::value* const promise = expected.if_contains(file);
    if (promise == nullptr) continue;
    EXPECT_EQ(outcome, std::string(promise->as_string())) << GetParam() << "/" << file;
  }
  for (const auto& promise : expected) {
    EXPECT_TRUE(std::filesystem::exists(conformance_folder() / GetParam() / std::string(promise.key())))
        << GetParam() << "/" << promise.key() << " is written down but not there";
  }
}

INSTANTIATE_TEST_SUITE_P(Corpus, Conformance, ::testing::ValuesIn(folder_names()),
                         [](const auto& test) { return corpus::as_test_name(test.param); });

TEST(ConformanceFolders, AreAllWrittenDown) {
  std::vector<std::string> present;
  for (const auto& entry : std::filesystem::directory_iterator(conformance_folder())) {
    present.push_back(entry.path().filename().string());
  }
  std::sort(present.begin(), present.end());
  auto expected = folder_names();
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(present, expected);
}

TEST(JsonTestSuite, ReadsWhatIsJsonAndRefusesWhatIsNot) {
  const auto folder = conformance_folder() / "JSONTestSuite/test_parsing";
  const corpus::Outcome not_json = "refused import.json_invalid";
  for (const std::string& file : corpus::files_below(folder)) {
    const auto outcome = outcome_of(corpus::read_as_json, folder / file);
    if (file.starts_with("y_")) {
      EXPECT_TRUE(outcome.starts_with("read ")) << file << " " << outcome;
    } else if (file.starts_with("n_")) {
      EXPECT_EQ(outcome, not_json) << file;
    }
  }
}

/// The records of a CSV file as csv-spectrum writes what it expects: an array of objects of texts.
json::array records_of(const std::filesystem::path& path) {
  const auto sniffed = test::must(imports::sniff(path));
  const auto reader = test::must(imports::open_records(path, sniffed.dialect));
  json::array records;
  imports::Record record;
  while (test::must(reader->next(record))) {
    json::object object;
    for (std::size_t column = 0; column < record.fields.size(); ++column) {
      object[reader->columns()[column]] = record.fields[column];
    }
    records.emplace_back(std::move(object));
  }
  return records;
}

/// What csv-spectrum expects. Its copy here went through a tool that made every CRLF of the CSV files an LF.
json::value answers_of(const std::filesystem::path& path) {
  std::string text = corpus::text_of(path);
  for (auto at = text.find("\\r\\n"); at != std::string::npos; at = text.find("\\r\\n")) text.erase(at, 2);
  return json::parse(text);
}

TEST(CsvSpectrum, GivesEveryCellAsExpected) {
  const auto folder = conformance_folder() / "csv-spectrum";
  for (const std::string& file : corpus::files_below(folder / "csvs")) {
    // Its answer names another telephone number than the file and is no list: a slip of the suite's own.
    if (file == "location_coordinates.csv") continue;
    const auto answers = folder / "json" / std::filesystem::path(file).replace_extension(".json");
    EXPECT_EQ(json::value(records_of(folder / "csvs" / file)), answers_of(answers)) << file;
  }
}

}  // namespace
