#include "domain/imports/validate/row_mapper.h"

#include <gtest/gtest.h>

#include "support/result_check.h"
#include "unit/domain/imports/validate/mapper_fixture.h"

namespace imports {
namespace {

using catalog::OfferField;

constexpr base::ProblemKind ragged{"import.row_ragged", "Row has another number of fields", 422, base::LogLevel::info};

Mapper plain_mapper(std::string_view more = "") {
  std::string json =
      R"({"fields": {"sku": "ref", "gtin": "ean", "name": "nom", "purchase_price": "prix", "stock": "qte"})";
  if (!more.empty()) json.append(", ").append(more);
  return {json + "}", {"ref", "ean", "nom", "prix", "qte"}};
}

TEST(RowMapper, MapsACleanRow) {
  auto mapper = plain_mapper();
  mapper.map({" A-1 ", "3760001234561", "Lampe\u00A0", "12.5", "7"});
  EXPECT_EQ(mapper.problems(), "import.gtin_checksum!");
  mapper.map({" A-1 ", "4006381333931", "Lampe\u00A0", "12.5", "7"});
  EXPECT_EQ(mapper.problems(), "");
  EXPECT_FALSE(mapper.row().rejected);
  EXPECT_EQ(mapper.row().sku, "A-1");
  EXPECT_EQ(mapper.value(OfferField::gtin), "04006381333931");
  EXPECT_EQ(mapper.value(OfferField::name), "Lampe");
  EXPECT_EQ(mapper.value(OfferField::purchase_price), "125000");
  EXPECT_EQ(mapper.value(OfferField::stock), "7");
  EXPECT_EQ(mapper.value(OfferField::brand), "(not stated)");
  EXPECT_EQ(mapper.value(OfferField::currency), "(not stated)");
}

TEST(RowMapper, ForgetsTheRowBefore) {
  auto mapper = plain_mapper();
  mapper.map({"A", "4006381333932", "", "-1", "x"}).map({"B", "", "Name", "1", ""});
  EXPECT_EQ(mapper.problems(), "");
  EXPECT_FALSE(mapper.row().rejected);
  EXPECT_EQ(mapper.row().sku, "B");
  EXPECT_EQ(mapper.value(OfferField::gtin), "(empty)");
  EXPECT_EQ(mapper.value(OfferField::stock), "(empty)");
}

TEST(RowMapper, ListsEveryProblemOfARow) {
  auto mapper = plain_mapper();
  mapper.map({"A-1", "4006381333932", "", "-12", ">100"});
  EXPECT_EQ(mapper.problems(), "import.gtin_checksum! import.name_missing import.price_negative! import.not_a_number!");
  EXPECT_TRUE(mapper.row().rejected);
  EXPECT_EQ(mapper.row().sku, "A-1");
}

TEST(RowMapper, SaysWhereAProblemIs) {
  auto mapper = plain_mapper();
  mapper.map({"A-1", "", "Lampe", "12", "rupture"});
  ASSERT_EQ(mapper.row().problems.size(), 1U);
  const auto& problem = mapper.row().problems[0].problem;
  EXPECT_EQ(problem.place.row, 41U);
  EXPECT_EQ(problem.place.line, 42U);
  EXPECT_EQ(problem.place.byte, 1234U);
  EXPECT_EQ(problem.place.column, 5U);
  EXPECT_EQ(problem.place.field, "stock");
  EXPECT_TRUE(problem.message.starts_with("Line 42: ")) << problem.message;
  EXPECT_NE(problem.message.find("rupture"), std::string::npos) << problem.message;
  EXPECT_NE(problem.cure, "");
}

TEST(RowMapper, RejectsARowWithoutReferenceWhateverTheMappingSays) {
  for (const std::string_view rules : {"", R"("rules": {"import.sku_missing": "ignore"})"}) {
    auto mapper = plain_mapper(rules);
    mapper.map({" ", "4006381333931", "Lampe", "12", "7"});
    EXPECT_TRUE(mapper.row().rejected);
    EXPECT_EQ(mapper.row().sku, "");
  }
  EXPECT_EQ(plain_mapper().map({"", "", "Lampe", "12", "7"}).problems(), "import.sku_missing!");
}

TEST(RowMapper, RejectsAReferenceWithoutALetterOrDigit) {
  for (const std::string_view sku : {"??", "-", "--/--"}) {
    auto mapper = plain_mapper();
    mapper.map({sku, "4006381333931", "Lampe", "12", "7"});
    EXPECT_EQ(mapper.problems(), "import.sku_missing!") << sku;
  }
}

TEST(RowMapper, TakesTheCodeAsReferenceWhenNoneIsMapped) {
  Mapper mapper(R"({"fields": {"gtin": "ean", "stock": "qte"}})", {"ean", "qte"});
  EXPECT_EQ(mapper.map({"4006381333931", "1"}).row().sku, "4006381333931");
  EXPECT_EQ(mapper.map({"2000000000015", "1"}).row().sku, "2000000000015");
  EXPECT_EQ(mapper.problems(), "import.gtin_restricted");
  EXPECT_EQ(mapper.map({"0000000000000", "1"}).problems(), "import.gtin_placeholder import.sku_missing!");
  EXPECT_EQ(mapper.map({"4006381333932", "1"}).problems(), "import.gtin_checksum! import.sku_missing!");
  EXPECT_EQ(mapper.row().sku, "");
}

TEST(RowMapper, GoesOnWithoutTheFieldWhenARuleIsSetToWarnOrIgnore) {
  auto warned = plain_mapper(R"("rules": {"import.gtin_checksum": "warn", "import.not_a_number": "ignore"})");
  warned.map({"A-1", "4006381333932", "Lampe", "abc", "7"});
  EXPECT_EQ(warned.problems(), "import.gtin_checksum");
  EXPECT_FALSE(warned.row().rejected);
  EXPECT_EQ(warned.value(OfferField::gtin), "(not stated)");
  EXPECT_EQ(warned.value(OfferField::purchase_price), "(not stated)");
  EXPECT_EQ(warned.value(OfferField::stock), "7");
  auto strict = plain_mapper(R"("rules": {"import.name_missing": "reject"})");
  EXPECT_TRUE(strict.map({"A-1", "", "", "1", "7"}).row().rejected);
}

TEST(MappingCheck, FindsWithoutAFileWhatAFileWouldFind) {
  const auto check = [](std::string_view json) { return check_mapping(test::must(parse_mapping(json))); };
  EXPECT_TRUE(
      check(R"({"fields": {"sku": "ref", "name": {"from": ["Marque", "Nom"]}}, "attributes": {"colour": "Couleur"},
                        "skip": [{"from": "Type", "equals": "service"}], "rules": {"import.price_zero": "reject"}})"));
  const auto no_rule = check(R"({"fields": {"sku": "ref"}, "rules": {"import.price_zeroo": "reject"}})");
  ASSERT_FALSE(no_rule);
  EXPECT_EQ(no_rule.error().code(), "mapping.invalid");
  EXPECT_NE(no_rule.error().cure.find("import.price_zero"), std::string::npos) << no_rule.error().cure;
  const auto nobody = check(R"({"fields": {"name": "Nom"}})");
  ASSERT_FALSE(nobody);
  EXPECT_EQ(nobody.error().code(), "mapping.no_identity");
}

TEST(RowMapper, SkipsRowsByRule) {
  Mapper mapper(R"({"fields": {"sku": "ref"}, "skip": [{"from": "ref", "equals": "Total"},
                    {"from": "nom", "contains": "éco-part"}, {"from": "ean", "blank": true},
                    {"from": "nom", "equals": "***"}]})",
                {"ref", "nom", "ean"});
  EXPECT_EQ(mapper.map({"TOTAL", "x", "1"}).row().skip_reason, "“ref” equals “Total”");
  EXPECT_TRUE(mapper.row().skipped);
  EXPECT_EQ(mapper.row().sku, "");
  EXPECT_EQ(mapper.map({"A", "Eco-participation", "1"}).row().skip_reason, "“nom” contains “éco-part”");
  EXPECT_EQ(mapper.map({"A", "x", " "}).row().skip_reason, "“ean” is blank");
  EXPECT_TRUE(mapper.map({"A", "***", "1"}).row().skipped);
  EXPECT_FALSE(mapper.map({"Totals", "x", "1"}).row().skipped);
  EXPECT_EQ(mapper.row().skip_reason, "");
  EXPECT_EQ(mapper.row().sku, "Totals");
}

TEST(RowMapper, SkipsRowsWithNothingInThem) {
  auto mapper = plain_mapper();
  mapper.map({"", " ", "", "\u00A0", ""});
  EXPECT_TRUE(mapper.row().skipped);
  EXPECT_FALSE(mapper.row().rejected);
  EXPECT_EQ(mapper.problems(), "");
  EXPECT_EQ(mapper.row().skip_reason, "the row is blank");
}

Record with_problem(RecordProblem::Severity severity, std::vector<std::string_view> cells) {
  Record record;
  record.fields = std::move(cells);
  record.problems.push_back({severity, {&ragged, "Line 42 has 4 fields.", "Add the missing one.", {}}});
  return record;
}

TEST(RowMapper, PassesTheReadersProblemsOn) {
  auto mapper = plain_mapper();
  mapper.map(with_problem(RecordProblem::Severity::warn, {"A-1", "", "Lampe", "12"}));
  EXPECT_EQ(mapper.problems(), "import.row_ragged");
  EXPECT_FALSE(mapper.row().rejected);
  EXPECT_EQ(mapper.value(OfferField::stock), "(empty)");
  EXPECT_EQ(mapper.row().problems[0].problem.place.row, 41U);
  EXPECT_EQ(mapper.row().problems[0].problem.place.line, 42U);
}

TEST(RowMapper, DoesNotJudgeFieldsThatMayBeShifted) {
  auto mapper = plain_mapper();
  mapper.map(with_problem(RecordProblem::Severity::reject, {"A-1", "x", "x", "x", "x"}));
  EXPECT_EQ(mapper.problems(), "import.row_ragged!");
  EXPECT_TRUE(mapper.row().rejected);
  EXPECT_EQ(mapper.row().sku, "A-1");
  auto lenient = plain_mapper(R"("rules": {"import.row_ragged": "ignore"})");
  lenient.map(with_problem(RecordProblem::Severity::reject, {"A-1", "", "Lampe", "12", "7"}));
  EXPECT_EQ(lenient.problems(), "");
  EXPECT_FALSE(lenient.row().rejected);
}

TEST(RowMapper, ReadsRowsWiderAndNarrowerThanTheColumns) {
  auto mapper = plain_mapper();
  mapper.map({"A-1", "", "Lampe", "12", "7", "more", "and more"});
  EXPECT_EQ(mapper.problems(), "");
  mapper.map(std::vector<std::string_view>{"A-1"});
  EXPECT_EQ(mapper.row().sku, "A-1");
  EXPECT_EQ(mapper.value(OfferField::purchase_price), "(empty)");
}

TEST(RowMapper, KeepsWhatTheCatalogueHasForBlankCellsWhenTold) {
  auto mapper = one_field("stock", R"({"from": "value", "on_blank": "keep"})");
  EXPECT_EQ(mapper.map({"A", ""}).value(OfferField::stock), "(not stated)");
  EXPECT_EQ(one_field("stock").map({"A", ""}).value(OfferField::stock), "(empty)");
}

TEST(RowMapper, JoinsColumnsAndLeavesBlankOnesOut) {
  Mapper mapper(
      R"({"fields": {"sku": "a", "name": {"from": ["b", "c", "d"], "join": " - ", "transforms": ["upper"]}}})",
      {"a", "b", "c", "d"});
  EXPECT_EQ(mapper.map({"1", "Bosch", " ", "perceuse"}).value(OfferField::name), "BOSCH - PERCEUSE");
  EXPECT_EQ(mapper.map({"1", "", "", ""}).value(OfferField::name), "(empty)");
}

TEST(RowMapper, GivesAConstantToFieldsWithoutColumns) {
  auto mapper = one_field("brand", R"({"from": [], "transforms": [{"do": "default", "value": "Acme"}]})");
  EXPECT_EQ(mapper.map({"1", "x"}).value(OfferField::brand), "Acme");
}

TEST(RowMapper, ReportsWhatATransformCannotRead) {
  auto mapper = one_field("vat_rate", R"({"from": "value", "transforms": [{"do": "lookup", "table": {"N": "20"}}]})");
  EXPECT_EQ(mapper.map({"1", "n"}).value(OfferField::vat_rate), "200000");
  EXPECT_EQ(mapper.map({"1", "Z"}).problems(), "import.not_in_lookup!");
  EXPECT_EQ(mapper.row().problems[0].problem.place.field, "vat_rate");
}

TEST(RowMapper, WritesAttributesAsSortedJsonWithoutBlankOnes) {
  Mapper mapper(R"({"fields": {"sku": "a"}, "attributes": {"taille": "b", "couleur \"x\"": "c", "poids": "d"}})",
                {"a", "b", "c", "d"});
  mapper.map({"1", "24\" \n", "rouge", ""});
  EXPECT_EQ(mapper.value(OfferField::attributes), R"({"couleur \"x\"":"rouge","taille":"24\""})");
  EXPECT_EQ(mapper.map({"1", "", " ", ""}).value(OfferField::attributes), "(empty)");
}

base::Problem failure_of(std::string_view json, const std::vector<std::string>& columns) {
  const auto mapper = RowMapper::create(parse_mapping(json).value(), columns);
  return mapper ? base::Problem{&base::internal_error, "accepted", "", {}} : mapper.error();
}

TEST(RowMapperCreate, NamesEveryMissingColumnAndTheClosestOnes) {
  const auto problem =
      failure_of(R"({"fields": {"sku": "Réference", "name": "Nom"}, "skip": [{"from": "Zone", "blank": true}]})",
                 {"Référence", "Prix"});
  EXPECT_EQ(problem.code(), "mapping.columns_missing");
  for (const std::string_view part : {"“Réference” (sku)", "“Nom” (name)", "“Zone” (skip)"}) {
    EXPECT_NE(problem.message.find(part), std::string::npos) << problem.message;
  }
  EXPECT_NE(problem.cure.find("the closest one is “Référence”"), std::string::npos) << problem.cure;
}

TEST(RowMapperCreate, NeedsAnIdentityAndKnownRules) {
  EXPECT_EQ(failure_of(R"({"fields": {"name": "nom"}})", {"nom"}).code(), "mapping.no_identity");
  const auto unknown = failure_of(R"({"fields": {"sku": "a"}, "rules": {"import.gtin_cheksum": "warn"}})", {"a"});
  EXPECT_EQ(unknown.code(), "mapping.invalid");
  EXPECT_NE(unknown.cure.find("import.gtin_checksum"), std::string::npos) << unknown.cure;
}

TEST(ValidationRules, HaveDistinctCodesAndHelp) {
  std::vector<std::string_view> codes;
  for (const auto& rule : validation_rules()) {
    codes.push_back(rule.kind->code);
    EXPECT_NE(rule.help, "") << rule.kind->code;
  }
  std::ranges::sort(codes);
  EXPECT_EQ(std::ranges::adjacent_find(codes), codes.end());
}

}  // namespace
}  // namespace imports
