#include "domain/imports/mapping/mapping.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace imports {
namespace {

base::Problem failure_of(std::string_view json) {
  const auto mapping = parse_mapping(json);
  return mapping ? base::Problem{&base::internal_error, "accepted", "", {}} : mapping.error();
}

TEST(ParseMapping, ReadsTheWholeDocument) {
  const auto parsed = parse_mapping(R"({
    "file": {"encoding": "windows-1252", "delimiter": "\t", "header_row": 3, "first_data_row": 5,
             "zip_entry": "tarif/prix.csv", "sheet": "Tarif",
             "record_path": "catalogue/produit"},
    "fields": {
      "sku": "Réf",
      "name": {"from": ["Marque", "Libellé"], "join": " - "},
      "purchase_price": {"from": "Prix HT", "number": {"decimal": ",", "thousands": " "}, "on_blank": "keep"},
      "vat_rate": {"from": "TVA", "transforms": ["trim", {"do": "lookup", "table": {"1": 20, "2": "5.5"}}]},
      "weight": {"from": "Poids", "unit": "kg"}
    },
    "attributes": {"colour": "Couleur"},
    "skip": [{"from": "Réf", "equals": "TOTAL"}, {"from": "Réf", "contains": "page"}, {"from": "EAN", "blank": true}],
    "rules": {"import.gtin_checksum": "warn", "import.price_zero": "reject"},
    "duplicates": "last",
    "default_currency": "eur",
    "default_vat_rate": 5.5,
    "purchase_price_includes_vat": true,
    "retail_price_excludes_vat": true
  })");
  ASSERT_TRUE(parsed) << parsed.error().text();
  const auto& mapping = *parsed;
  EXPECT_EQ(mapping.file.delimiter, '\t');
  EXPECT_EQ(mapping.file.header_row, 3U);
  EXPECT_EQ(mapping.file.record_path, "catalogue/produit");
  EXPECT_EQ(mapping.rule(Field::sku)->from, std::vector<std::string>{"Réf"});
  EXPECT_EQ(mapping.rule(Field::name)->join, " - ");
  EXPECT_EQ(mapping.rule(Field::purchase_price)->number, (NumberStyle{',', ' '}));
  EXPECT_EQ(mapping.rule(Field::purchase_price)->on_blank, OnBlank::keep);
  const auto& lookup = mapping.rule(Field::vat_rate)->transforms.at(1);
  EXPECT_EQ(lookup.table, (std::vector<std::pair<std::string, std::string>>{{"1", "20"}, {"2", "5.5"}}));
  EXPECT_EQ(mapping.rule(Field::weight)->unit, "kg");
  EXPECT_FALSE(mapping.rule(Field::gtin));
  EXPECT_EQ(mapping.attributes.at(0).name, "colour");
  EXPECT_EQ(mapping.skip.at(2).test, Mapping::SkipRule::Test::blank);
  EXPECT_EQ(mapping.rules.at(0).severity, Severity::warn);
  EXPECT_EQ(mapping.duplicates, DuplicatePolicy::last);
  EXPECT_EQ(mapping.default_currency, "EUR");
  EXPECT_EQ(mapping.default_vat_rate, "5.5");
  EXPECT_TRUE(mapping.purchase_price_includes_vat);
  EXPECT_TRUE(mapping.retail_price_excludes_vat);
}

TEST(ParseMapping, NamesThePlaceOfWhatIsWrong) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {R"({"feilds": {}})", "feilds"},
      {R"({"fields": {"gtinn": "EAN"}})", "fields.gtinn"},
      {R"({"fields": {"gtin": 5}})", "fields.gtin"},
      {R"({"fields": {"gtin": {}}})", "fields.gtin"},
      {R"({"fields": {"gtin": {"from": ["EAN", 3]}}})", "fields.gtin.from[1]"},
      {R"({"fields": {"gtin": {"form": "EAN"}}})", "fields.gtin.form"},
      {R"({"fields": {"gtin": {"from": "EAN", "number": {"decimal": ","}}}})", "fields.gtin.number"},
      {R"({"fields": {"stock": {"from": "Qté", "unit": "kg"}}})", "fields.stock.unit"},
      {R"({"fields": {"weight": {"from": "Poids", "unit": "litre"}}})", "fields.weight.unit"},
      {R"({"fields": {"stock": {"from": "Qté", "number": {"decimal": ";"}}}})", "fields.stock.number.decimal"},
      {R"({"fields": {"stock": {"from": "Qté", "number": {"decimal": ",", "thousands": ","}}}})",
       "fields.stock.number"},
      {R"({"fields": {"stock": {"from": "Qté", "on_blank": "forget"}}})", "fields.stock.on_blank"},
      {R"({"fields": {"gtin": {"from": "EAN", "transforms": ["trim", {"do": "trimm"}]}}})",
       "fields.gtin.transforms[1].do"},
      {R"({"fields": {"gtin": {"from": "EAN", "transforms": ["trimm"]}}})", "fields.gtin.transforms[0]"},
      {R"({"fields": {"gtin": {"from": "EAN", "transforms": [{"find": "a"}]}}})", "fields.gtin.transforms[0]"},
      {R"({"fields": {"gtin": {"from": "EAN", "transforms": [{"do": "left_pad", "width": "x"}]}}})",
       "fields.gtin.transforms[0].width"},
      {R"({"fields": {"gtin": {"from": "EAN", "transforms": [{"do": "replace", "find": ["a"]}]}}})",
       "fields.gtin.transforms[0].find"},
      {R"({"attributes": {"colour": {"from": "Couleur", "on_blank": "keep"}}})", "attributes.colour.on_blank"},
      {R"({"attributes": {"": "Couleur"}})", "attributes"},
      {R"({"skip": [{"from": "Réf"}]})", "skip[0]"},
      {R"({"skip": [{"from": "Réf", "equals": "a", "contains": "b"}]})", "skip[0]"},
      {R"({"skip": [{"from": "Réf", "equals": ""}]})", "skip[0].equals"},
      {R"({"skip": [{"from": "Réf", "blank": false}]})", "skip[0].blank"},
      {R"({"rules": {"import.price_zero": "explode"}})", "rules.import.price_zero"},
      {R"({"duplicates": "merge"})", "duplicates"},
      {R"({"default_currency": "EURO"})", "default_currency"},
      {R"({"default_vat_rate": "20 %"})", "default_vat_rate"},
      {R"({"default_vat_rate": 101})", "default_vat_rate"},
      {R"({"purchase_price_includes_vat": "yes"})", "purchase_price_includes_vat"},
      {R"({"file": {"delimiter": ";;"}})", "file.delimiter"},
      {R"({"file": {"header_row": -1}})", "file.header_row"},
  };
  for (const auto& [json, place] : wrong) {
    const auto problem = failure_of(json);
    EXPECT_EQ(problem.code(), "mapping.invalid") << json;
    EXPECT_EQ(problem.place.field, place) << json << "\n" << problem.text();
    EXPECT_TRUE(problem.message.starts_with(place + ": ")) << problem.message;
    EXPECT_NE(problem.cure, "") << json;
  }
}

TEST(ParseMapping, ProposesTheClosestKnownMember) {
  EXPECT_NE(failure_of(R"({"feilds": {}})").cure.find("“fields”"), std::string::npos);
  EXPECT_NE(failure_of(R"({"fields": {"retail_prise": "PVP"}})").cure.find("“retail_price”"), std::string::npos);
}

TEST(ParseMapping, SaysOnWhichLineTheJsonBreaks) {
  const auto problem = failure_of("{\n  \"fields\": {\n    \"sku\" \"Réf\"\n  }\n}");
  EXPECT_EQ(problem.code(), "mapping.invalid");
  EXPECT_EQ(problem.place.line, 3U) << problem.text();
  for (const std::string_view broken : {"", "{", "[]", "null", "{} {}", "{\"fields\": {}"}) {
    EXPECT_EQ(failure_of(broken).code(), "mapping.invalid") << broken;
  }
}

TEST(ToJson, WritesTheShortFormAndLeavesDefaultsOut) {
  Mapping mapping;
  mapping.rule(Field::sku).emplace().from = {"Réf"};
  auto& name = mapping.rule(Field::name).emplace();
  name.from = {"Nom"};
  name.transforms = {{"trim", {}, {}}};
  EXPECT_EQ(to_json(mapping), R"({
  "fields": {
    "sku": "Réf",
    "name": {
      "from": "Nom",
      "transforms": [
        "trim"
      ]
    }
  }
})");
}

// Makes any mapping a document can hold.
class MappingMaker {
 public:
  explicit MappingMaker(std::uint64_t seed) : random_(seed) {}

  Mapping make() {
    Mapping mapping;
    make_file(mapping.file);
    for (const auto& field : all_fields()) {
      if (chance(2)) mapping.rule(field.field) = rule(field.kind);
    }
    for (std::size_t i = below(4); i > 0; --i) {
      mapping.attributes.push_back({word() + std::to_string(i), rule(std::nullopt)});
    }
    for (std::size_t i = below(4); i > 0; --i) mapping.skip.push_back(skip());
    for (std::size_t i = below(4); i > 0; --i) {
      mapping.rules.push_back({"import.rule_" + std::to_string(i), static_cast<Severity>(below(3))});
    }
    mapping.duplicates = static_cast<DuplicatePolicy>(below(3));
    if (chance(2)) mapping.default_currency = chance(2) ? "CHF" : "EUR";
    if (chance(2)) mapping.default_vat_rate = chance(2) ? "20" : "5.50";
    mapping.purchase_price_includes_vat = chance(2);
    mapping.retail_price_excludes_vat = chance(2);
    return mapping;
  }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }
  bool chance(std::size_t of) { return below(of) == 0; }

  std::string word() {
    constexpr std::string_view pieces[] = {"Prix", " ",    "é", "\"", "\\",  "\n", "\t",
                                           "/",    "日本", "€", "a",  "<b>", "'",  "\x01"};
    std::string out = "w";
    for (std::size_t i = below(6); i > 0; --i) out += pieces[below(std::size(pieces))];
    return out;
  }

  void make_file(Mapping::FileHints& file) {
    if (chance(2)) file.encoding = word();
    if (chance(2)) file.zip_entry = word();
    if (chance(2)) file.sheet = word();
    if (chance(2)) file.record_path = chance(2) ? "" : word();
    if (chance(2)) file.delimiter = ";,\t|~"[below(5)];
    if (chance(2)) file.header_row = static_cast<std::uint32_t>(below(100));
    if (chance(2)) file.first_data_row = static_cast<std::uint32_t>(below(100));
  }

  TransformSpec transform() {
    switch (below(5)) {
      case 0:
        return {"trim", {}, {}};
      case 1:
        return {"replace", {{"with", word()}, {"find", word()}}, {}};
      case 2:
        return {"lookup", {{"otherwise", "keep"}}, {{word() + "1", word()}, {word() + "2", ""}}};
      case 3:
        return {"multiply", {{"by", "1.2"}}, {}};
      default:
        return {"default", {{"value", word()}}, {}};
    }
  }

  FieldRule rule(std::optional<FieldKind> kind) {
    FieldRule made;
    for (std::size_t i = below(3) + 1; i > 0; --i) made.from.push_back(word());
    if (chance(3)) made.join = word();
    for (std::size_t i = below(3); i > 0; --i) made.transforms.push_back(transform());
    if (!made.transforms.empty() && chance(8)) made.from.clear();
    if (!kind) return made;
    const bool numeric = kind == FieldKind::price || kind == FieldKind::percent || kind == FieldKind::quantity ||
                         kind == FieldKind::weight;
    if (numeric && chance(2)) made.number = NumberStyle{',', "\0. '"[below(4)]};
    if (kind == FieldKind::weight && chance(2)) made.unit = "kg";
    if (chance(3)) made.on_blank = OnBlank::keep;
    return made;
  }

  Mapping::SkipRule skip() {
    using Test = Mapping::SkipRule::Test;
    const auto test = static_cast<Test>(below(3));
    return {word(), test, test == Test::blank ? "" : word()};
  }

  std::mt19937_64 random_;
};

TEST(ToJson, IsReadBackAsTheSameMapping) {
  MappingMaker maker(2026);
  for (int round = 0; round < 2'000; ++round) {
    const auto mapping = maker.make();
    const auto json = to_json(mapping);
    const auto again = parse_mapping(json);
    ASSERT_TRUE(again) << again.error().text() << "\n" << json;
    ASSERT_EQ(*again, mapping) << json;
    EXPECT_EQ(to_json(*again), json);
  }
}

TEST(Fields, AreFoundByTheirNames) {
  for (const auto& field : all_fields()) {
    EXPECT_EQ(parse_field(field.name), field.field);
    EXPECT_EQ(info(field.field).name, field.name);
  }
  EXPECT_EQ(parse_field("price"), std::nullopt);
}

}  // namespace
}  // namespace imports
