// Every feed under tests/data/feeds is imported and must give the ledger written down beside it.
#include "support/program.h"

namespace {

namespace json = boost::json;

std::vector<std::string> golden_feeds() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(TEST_DATA_DIR "/feeds")) {
    const std::string expected = entry.path().filename().string();
    constexpr std::string_view suffix = ".expected.json";
    if (expected.size() > suffix.size() &&
        expected.compare(expected.size() - suffix.size(), suffix.size(), suffix) == 0) {
      names.push_back(expected.substr(0, expected.size() - suffix.size()));
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

json::object expected_of(const std::string& feed) {
  std::ifstream file(TEST_DATA_DIR "/feeds/" + feed + ".expected.json");
  return json::parse(std::string(std::istreambuf_iterator<char>(file), {})).as_object();
}

json::array codes_of_notes(const json::value& report) {
  json::array codes;
  if (const json::value* notes = report.at("detected").as_object().if_contains("notes")) {
    for (const json::value& note : notes->as_array()) codes.push_back(note.at("code"));
  }
  return codes;
}

class GoldenFeed : public ::testing::TestWithParam<std::string> {};

TEST_P(GoldenFeed, GivesTheLedgerWrittenDown) {
  const test::Installation installation(test::Engine::sqlite);
  const json::object expected = expected_of(GetParam());
  const json::value report =
      installation.json({"import", TEST_DATA_DIR "/feeds/" + GetParam(), "--supplier", "golden"});
  EXPECT_EQ(json::serialize(report.at("rows")), json::serialize(expected.at("rows"))) << report;
  json::object problems = report.at("problems").as_object();
  EXPECT_EQ(problems, expected.at("problems").as_object()) << report;
  const json::value* notes = expected.if_contains("notes");
  EXPECT_EQ(codes_of_notes(report), notes == nullptr ? json::array{} : notes->as_array()) << report;

  const json::value again = installation.json({"import", TEST_DATA_DIR "/feeds/" + GetParam(), "--supplier", "golden"});
  EXPECT_EQ(test::number_at(again, {"rows", "unchanged"}), test::number_at(report, {"rows", "created"}))
      << "importing it again changes nothing";
  EXPECT_EQ(test::number_at(again, {"rows", "created"}) + test::number_at(again, {"rows", "updated"}), 0) << again;
}

std::string test_name(const ::testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  for (char& c : name) {
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  }
  return name;
}
INSTANTIATE_TEST_SUITE_P(Feeds, GoldenFeed, ::testing::ValuesIn(golden_feeds()), test_name);

}  // namespace
