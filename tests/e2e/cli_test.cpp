// The command line as its users and other programs rely on it (docs/cli.md).
#include "support/program.h"

namespace {

namespace json = boost::json;
using test::number_at;
using test::text_at;

class Cli : public test::ProgramTest {
 protected:
  std::string three_rows() {
    return installation.file("prices.csv",
                             "reference;ean;designation;prix_ht;stock\r\n"
                             "A1;3760001234565;Four à micro-ondes;129,90;4\r\n"
                             "A2;;Théière;12,50;0\r\n"
                             "A3;3760001234564;Bol;1,20;8\r\n");
  }
  json::value import(const std::string& file, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"import", file, "--supplier", "alpha"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return installation.json(arguments);
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, Cli, test::both_engines(), test::engine_name);

TEST_P(Cli, ImportPrintsOneObjectThatAccountsForEveryRow) {
  const json::value report = import(three_rows());
  EXPECT_EQ(text_at(report, "status"), "finished");
  EXPECT_EQ(text_at(report, "supplier"), "alpha");
  EXPECT_EQ(number_at(report, {"rows", "read"}), 3);
  EXPECT_EQ(number_at(report, {"rows", "created"}), 2);
  EXPECT_EQ(number_at(report, {"rows", "quarantined"}), 1);
  EXPECT_EQ(number_at(report, {"offers", "created"}), 2);
  EXPECT_EQ(number_at(report, {"products", "created"}), 2);
  EXPECT_EQ(number_at(report, {"problems", "import.gtin_checksum"}), 1);
  const json::object& detected = report.at("detected").as_object();
  EXPECT_EQ(detected.at("format"), "csv");
  EXPECT_EQ(detected.at("encoding"), "UTF-8");
  EXPECT_EQ(detected.at("compression"), "none");
  EXPECT_EQ(detected.at("delimiter"), ";");
  EXPECT_EQ(detected.at("columns").as_array().size(), 5U);
  EXPECT_GT(number_at(report, {"peak_memory_bytes"}), 0);
  EXPECT_TRUE(base::Uuid::parse(text_at(report, "job_id")).has_value());
  for (const char* const name : {"duration_ms", "rows_per_second"})
    EXPECT_TRUE(report.as_object().contains(name)) << name;
}

TEST_P(Cli, StrictEndsWithThreeWhenRowsWereQuarantined) {
  EXPECT_EQ(installation.run({"import", three_rows(), "--supplier", "alpha", "--strict"}).exit_code, 3);
  const std::string clean = installation.file("clean.csv", "sku,name,price\nA1,Four,12.50\nA2,Bol,3.20\n");
  EXPECT_EQ(installation.run({"import", clean, "--supplier", "alpha", "--strict"}).exit_code, 0);
}

TEST_P(Cli, MisuseEndsWithTwoAndSaysWhatToDo) {
  for (const std::vector<std::string>& wrong : {std::vector<std::string>{},
                                                {"improt"},
                                                {"import"},
                                                {"import", "x.csv"},
                                                {"import", "x.csv", "--supplier", "a", "--mode", "all"}}) {
    const test::Finished finished = installation.run(wrong);
    EXPECT_EQ(finished.exit_code, 2) << finished.out;
    EXPECT_NE(finished.err.find("--help"), std::string::npos) << finished.err;
  }
}

TEST_P(Cli, MisuseIsAProblemForProgramsToo) {
  const test::Finished finished = installation.run({"import", "--json"});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_EQ(json::parse(finished.out).at("problem").at("code"), "usage.invalid") << finished.out;
  EXPECT_NE(installation.run({"improt"}).err.find("improt"), std::string::npos) << "the word that is wrong is named";
}

TEST_P(Cli, ANegativeNumberOfRowsIsMisuse) {
  const std::string job = text_at(import(three_rows()), "job_id");
  for (const char* const option : {"--after", "--limit"}) {
    const test::Finished finished = installation.run({"imports", "errors", job, option, "-1"});
    EXPECT_EQ(finished.exit_code, 2) << finished.out << finished.err;
    EXPECT_NE(finished.err.find("usage.invalid"), std::string::npos) << finished.err;
    EXPECT_NE(finished.err.find(option), std::string::npos) << finished.err;
  }
}

TEST_P(Cli, AMappingIsCheckedWhenItIsSet) {
  const auto code_of = [this](const std::string& document) {
    const std::string file = installation.file("mapping.json", document);
    const test::Finished finished = installation.run({"mapping", "set", "beta", file, "--json"});
    EXPECT_EQ(finished.exit_code, 1) << finished.out;
    return text_at(json::parse(finished.out).at("problem"), "code");
  };
  EXPECT_EQ(code_of(R"({"fields": {"sku": "ref"}, "rules": {"import.no_such_rule": "warn"}})"), "mapping.invalid");
  EXPECT_EQ(code_of(R"({"fields": {"name": "nom"}})"), "mapping.no_identity");
  EXPECT_EQ(installation.run({"suppliers", "show", "beta"}).exit_code, 1) << "a refused mapping makes no supplier";
}

TEST_P(Cli, WhatAQuarantineFileSaysIsPlainText) {
  const std::string file = installation.file("prices.csv", "reference;prix_ht\r\nA1;12,50\r\nA2;rupture\r\n");
  const test::Finished exported = installation.run({"quarantine", "export", text_at(import(file), "job_id")});
  EXPECT_NE(exported.out.find("rupture"), std::string::npos) << exported.out;
  const auto foreign = std::find_if(exported.out.begin(), exported.out.end(),
                                    [](char c) { return static_cast<unsigned char>(c) > 0x7F; });
  EXPECT_EQ(foreign, exported.out.end()) << exported.out;
}

TEST_P(Cli, ACorrectedQuarantineFileIsNoFullList) {
  const json::value report = import(three_rows(), {"--mode", "full"});
  const test::Finished exported = installation.run({"quarantine", "export", text_at(report, "job_id")});
  const std::string saved_by_a_spreadsheet = installation.file("fix.csv", "\xEF\xBB\xBF" + exported.out);
  const test::Finished refused =
      installation.run({"import", saved_by_a_spreadsheet, "--supplier", "alpha", "--mode", "full"});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_NE(refused.err.find("import.correction_is_partial"), std::string::npos) << refused.err;
}

TEST_P(Cli, AFailureEndsWithOneAndAProblem) {
  const test::Finished missing = installation.run({"import", "/nowhere/prices.csv", "--supplier", "alpha"});
  EXPECT_EQ(missing.exit_code, 1);
  EXPECT_NE(missing.err.find("import.file_unreadable"), std::string::npos) << missing.err;
  const test::Finished as_json = installation.run({"import", "/nowhere/prices.csv", "--supplier", "alpha", "--json"});
  EXPECT_EQ(as_json.exit_code, 1);
  EXPECT_EQ(json::parse(as_json.out).at("problem").at("code"), "import.file_unreadable");
  const test::Finished bad_code = installation.run({"import", three_rows(), "--supplier", "a b"});
  EXPECT_EQ(bad_code.exit_code, 1);
  EXPECT_NE(bad_code.err.find("supplier.code_invalid"), std::string::npos);
}

TEST_P(Cli, ImportingTheSameFileAgainChangesNothing) {
  const std::string file = three_rows();
  import(file);
  const json::value again = import(file);
  EXPECT_EQ(number_at(again, {"rows", "unchanged"}), 2);
  EXPECT_EQ(number_at(again, {"rows", "quarantined"}), 1);
  EXPECT_EQ(number_at(again, {"products", "unchanged"}), 2);
}

TEST_P(Cli, DryRunGivesTheSameLedgerAndTheDifferencesAndWritesNothing) {
  import(three_rows());
  const std::string next = installation.file("next.csv",
                                             "reference;ean;designation;prix_ht;stock\r\n"
                                             "A1;3760001234565;Four à micro-ondes;119,90;4\r\n"
                                             "A4;;Plat;7,00;2\r\n");
  const json::value planned = import(next, {"--mode", "full", "--dry-run", "--diff"});
  EXPECT_EQ(text_at(planned, "status"), "dry_run");
  ASSERT_EQ(planned.at("changes").as_array().size(), 3U) << planned;
  EXPECT_EQ(number_at(planned, {"change_counts", "price_down"}), 1) << "not in the way of the list";
  EXPECT_EQ(planned.at("changes").at(0).at("before").at("purchase_price"), 1299000);
  EXPECT_EQ(planned.at("changes").at(0).at("after").at("purchase_price"), 1199000);
  EXPECT_EQ(planned.at("changes").at(2).at("kind"), "withdrawn");
  const json::value offer = installation.json({"products", "show", "alpha:A1"}).at("offer_list").at(0);
  EXPECT_EQ(text_at(offer, "purchase_price"), "129.90");

  const json::value done = import(next, {"--mode", "full"});
  EXPECT_EQ(planned.at("rows"), done.at("rows"));
  EXPECT_EQ(planned.at("offers"), done.at("offers"));
  EXPECT_EQ(planned.at("products"), done.at("products"));
  EXPECT_EQ(installation.json({"imports", "list"}).as_array().size(), 2U) << "a dry run is no import";
}

TEST_P(Cli, QuarantinedRowsCanBeExportedCorrectedAndImported) {
  const json::value report = import(three_rows());
  const std::string job = text_at(report, "job_id");
  const test::Finished exported = installation.run({"quarantine", "export", job});
  ASSERT_EQ(exported.exit_code, 0) << exported.err;
  EXPECT_NE(exported.out.find("A3,3760001234564,Bol"), std::string::npos) << exported.out;
  EXPECT_NE(exported.out.find("check digit"), std::string::npos) << exported.out;
  std::string corrected = exported.out;
  corrected.replace(corrected.find("A3,3760001234564"), 16, "A3,3760001234572");
  const json::value fixed = import(installation.file("fix.csv", corrected));
  EXPECT_EQ(number_at(fixed, {"rows", "created"}), 1) << fixed;
  EXPECT_EQ(text_at(installation.json({"products", "show", "3760001234572"}), "name"), "Bol");
  EXPECT_EQ(text_at(installation.json({"products", "show", "alpha:A3"}).at("offer_list").at(0), "purchase_price"),
            "1.20");
}

TEST_P(Cli, ImportsCanBeListedAndLookedInto) {
  const json::value report = import(three_rows());
  const std::string job = text_at(report, "job_id");
  const json::value list = installation.json({"imports", "list", "--supplier", "alpha"});
  ASSERT_EQ(list.as_array().size(), 1U);
  EXPECT_EQ(text_at(list.at(0), "job_id"), job);
  EXPECT_EQ(text_at(installation.json({"imports", "show", job}), "status"), "finished");
  const json::value errors = installation.json({"imports", "errors", job});
  ASSERT_EQ(errors.as_array().size(), 1U);
  EXPECT_EQ(number_at(errors.at(0), {"row"}), 3);
  EXPECT_EQ(text_at(errors.at(0), "raw"), "A3;3760001234564;Bol;1,20;8");
  EXPECT_EQ(text_at(errors.at(0), "field"), "gtin");
  EXPECT_EQ(errors.at(0).at("problems").at(0).at("code"), "import.gtin_checksum");
  EXPECT_EQ(installation.run({"imports", "resume", job}).exit_code, 1) << "a finished import has nothing to go on with";
  EXPECT_EQ(installation.run({"imports", "show", "nonsense"}).exit_code, 2);
}

TEST_P(Cli, ProductsCanBeListedShownAndExportedSafely) {
  import(installation.file("formula.csv",
                           "sku,name,price\nA1,=HYPERLINK(\"x\"),12.50\nA2,+33 numéro,3.20\nA3,Bol,1.00\n"));
  EXPECT_EQ(installation.json({"products", "list"}).as_array().size(), 3U);
  EXPECT_EQ(installation.json({"products", "list", "--search", "bol"}).as_array().size(), 1U);
  const std::string csv = installation.run({"products", "export"}).out;
  EXPECT_NE(csv.find("\"'=HYPERLINK(\"\"x\"\")\""), std::string::npos) << csv;
  EXPECT_NE(csv.find("'+33 numéro"), std::string::npos) << csv;
  const std::string lines = installation.run({"products", "export", "--format", "ndjson"}).out;
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 3);
  EXPECT_EQ(installation.run({"products", "show", "0000"}).exit_code, 1);
}

TEST_P(Cli, SuppliersCanBeListedAndShown) {
  import(three_rows());
  const json::value list = installation.json({"suppliers", "list"});
  ASSERT_EQ(list.as_array().size(), 1U);
  EXPECT_EQ(number_at(list.at(0), {"active_offers"}), 2);
  EXPECT_EQ(number_at(installation.json({"suppliers", "show", "alpha"}), {"imports"}), 1);
  EXPECT_EQ(installation.run({"suppliers", "show", "nobody"}).exit_code, 1);
}

TEST_P(Cli, AMappingCanBeSuggestedSetShownAndVersioned) {
  const std::string file = three_rows();
  const test::Finished suggested = installation.run({"mapping", "suggest", file});
  ASSERT_EQ(suggested.exit_code, 0) << suggested.err;
  const std::string document = installation.file("mapping.json", suggested.out);
  EXPECT_EQ(number_at(installation.json({"mapping", "set", "alpha", document}), {"version"}), 1);
  EXPECT_EQ(number_at(installation.json({"mapping", "set", "alpha", document}), {"version"}), 1)
      << "the same document is no new version";
  EXPECT_EQ(installation.run({"mapping", "show", "alpha"}).out, suggested.out);
  const std::string other = installation.file(
      "other.json",
      R"({"fields": {"sku": {"from": ["reference"]}, "name": {"from": ["designation"], "transforms": [{"do": "upper"}]}}})");
  const json::value report = import(file, {"--mapping", other});
  EXPECT_EQ(number_at(report, {"mapping_version"}), 2);
  EXPECT_EQ(number_at(report, {"rows", "created"}), 3) << "this mapping does not look at the codes";
  EXPECT_EQ(text_at(installation.json({"products", "show", "alpha:A3"}), "name"), "BOL");
  const test::Finished broken =
      installation.run({"mapping", "set", "alpha", installation.file("broken.json", R"({"feilds": {}})")});
  EXPECT_EQ(broken.exit_code, 1);
  EXPECT_NE(broken.err.find("mapping.invalid"), std::string::npos) << broken.err;
}

TEST_P(Cli, SniffTellsWhatAFileIs) {
  const json::value found = installation.json({"sniff", three_rows()});
  EXPECT_EQ(text_at(found, "format"), "csv");
  EXPECT_EQ(text_at(found, "delimiter"), ";");
  EXPECT_EQ(number_at(found, {"estimated_rows"}), 3);
  EXPECT_EQ(found.at("columns").at(1).at("suggestion").at("field"), "gtin");
}

TEST_P(Cli, MigrationsCanBeSeenUndoneAndDoneAgain) {
  ASSERT_EQ(installation.run({"migrate", "up"}).exit_code, 0);
  ASSERT_EQ(installation.run({"migrate", "verify"}).exit_code, 0);
  EXPECT_NE(installation.run({"migrate", "status"}).out.find("applied"), std::string::npos);
  ASSERT_EQ(installation.run({"migrate", "down", "--database", "imports"}).exit_code, 0);
  EXPECT_NE(installation.run({"migrate", "status"}).out.find("pending"), std::string::npos);
  ASSERT_EQ(installation.run({"migrate", "to", "0", "--database", "imports"}).exit_code, 0);
  ASSERT_EQ(installation.run({"migrate", "to", "2", "--database", "imports"}).exit_code, 0);
  import(three_rows());
}

TEST_P(Cli, ConfigCheckShowsSettingsWithSecretsMasked) {
  installation.set("SECRET_KEY", "a-very-long-and-private-value-of-forty-characters");
  const test::Finished shown = installation.run({"config", "check"});
  EXPECT_EQ(shown.exit_code, 0) << shown.err;
  EXPECT_EQ(shown.out.find("private-value"), std::string::npos);
  installation.set("DATABASE_POOL_TIMEOUT", "soon");
  installation.set("DEBUG", "perhaps");
  const test::Finished wrong = installation.run({"config", "check"});
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_NE(wrong.err.find("DATABASE_POOL_TIMEOUT"), std::string::npos);
  EXPECT_NE(wrong.err.find("DEBUG"), std::string::npos) << "all errors at once";
}

TEST(CliHelp, EveryCommandHasHelpWithAnExample) {
  const test::Installation installation(test::Engine::sqlite);
  for (const std::string line : {"import",         "sniff",           "imports list",      "imports show",
                                 "imports errors", "imports diff",    "imports resume",    "quarantine export",
                                 "products list",  "products show",   "products export",   "suppliers list",
                                 "suppliers show", "mapping suggest", "mapping show",      "mapping set",
                                 "migrate status", "migrate up",      "migrate down",      "migrate to",
                                 "migrate verify", "config check",    "config reference",  "inspect queues",
                                 "inspect active", "inspect workers", "inspect schedules", "version"}) {
    std::vector<std::string> arguments;
    std::istringstream words(line);
    for (std::string word; words >> word;) arguments.push_back(word);
    arguments.emplace_back("--help");
    const test::Finished help = installation.run(arguments);
    EXPECT_EQ(help.exit_code, 0) << line;
    EXPECT_NE(help.out.find("Example:\n  suppliers-import " + line), std::string::npos) << help.out;
    EXPECT_NE(help.out.find("--json"), std::string::npos) << line;
  }
}

TEST(CliInspect, SaysThatThereIsNothingBeforeAnythingRan) {
  const test::Installation installation(test::Engine::sqlite);
  for (const std::string what : {"queues", "active", "workers", "schedules"}) {
    const test::Finished text = installation.run({"inspect", what});
    EXPECT_EQ(text.exit_code, 0) << text.err;
    EXPECT_TRUE(text.out.starts_with("No ")) << text.out;
    const test::Finished json = installation.run({"inspect", what, "--json"});
    EXPECT_EQ(json.exit_code, 0) << json.err;
    EXPECT_EQ(json.out, "[]\n");
  }
}

}  // namespace
