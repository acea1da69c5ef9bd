// Files made to do harm, through the program itself: they are refused or imported, in bounded time and memory.
#include "corpus/corpus.h"
#include "support/program.h"

namespace {

namespace json = boost::json;

constexpr std::chrono::minutes most_time{4};
class Hostile : public ::testing::Test {
 protected:
  /// Runs the import; what it prints as JSON.
  json::value import(const std::string& name, const std::vector<std::string>& options = {}) {
    const auto path = corpus::folder() / "conformance/generated-hostile" / name;
    std::vector<std::string> command{"import", path.string(), "--supplier", "hostile", "--json"};
    command.insert(command.end(), options.begin(), options.end());
    const auto running = installation_.start(command);
    const bool ended = running->ends_within(most_time);
    if (!ended) throw std::runtime_error(name + " takes longer than it may");
    const test::Finished finished = running->wait();
    exit_code_ = finished.exit_code;
    if (exit_code_ != 0 && exit_code_ != 1) throw std::runtime_error(finished.out + finished.err);
    return json::parse(finished.out);
  }
  std::string exported() const { return installation_.run({"products", "export"}).out; }

  test::Installation installation_{test::Engine::sqlite};
  int exit_code_ = -1;
};

TEST_F(Hostile, AWorkbookOfFiveMillionRowsIsRefused) {
  const std::string mapping = installation_.file("mapping.json", R"({"fields": {"sku": "column_1"}})");
  const json::value answer = import("xlsx-bomb-5M-rows.xlsx", {"--mapping", mapping});
  EXPECT_EQ(exit_code_, 1);
  EXPECT_EQ(test::text_at(answer.at("problem"), "code"), "import.sheet_too_large") << answer;
  EXPECT_TRUE(installation_.json({"products", "list"}).as_array().empty()) << "nothing of it is in the catalogue";
}

TEST_F(Hostile, AZipEntryOutsideItsArchiveIsNeverWritten) {
  const json::value report = import("xlsx-path-traversal-entry.xlsx");
  EXPECT_EQ(test::number_at(report, {"rows", "created"}), 1) << report;
  EXPECT_LT(test::number_at(report, {"peak_memory_bytes"}), static_cast<std::int64_t>(corpus::most_memory));
  EXPECT_FALSE(std::filesystem::exists("/tmp/evil.txt"));
}

TEST_F(Hostile, ACellInTheLastCornerOfTheSheetCostsNoMemory) {
  const auto path = corpus::folder() / "conformance/generated-hostile/xlsx-cell-at-XFD1048576.xlsx";
  const corpus::Apart apart = corpus::run_apart(corpus::sniff_and_read, path, 60);
  EXPECT_EQ(apart.outcome, "read 2");
  EXPECT_LT(apart.peak_bytes, corpus::most_memory);
}

TEST_F(Hostile, FormulasInTextAreExportedSoThatNoSpreadsheetRunsThem) {
  const json::value report = import("csv-formula-injection.csv");
  EXPECT_EQ(test::number_at(report, {"rows", "created"}) + test::number_at(report, {"rows", "quarantined"}), 5)
      << report;
  const std::string csv = exported();
  for (const std::string_view start : {"\n=", ",=", ",\"=", ",@", ",\"@", ",+", ",\"+", ",\"-", ",-"}) {
    EXPECT_EQ(csv.find(start), std::string::npos) << "a cell begins like a formula after “" << start << "” in\n" << csv;
  }
}

}  // namespace
