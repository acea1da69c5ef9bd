#include <algorithm>
#include <array>
#include <boost/json/parser.hpp>
#include <span>

#include "base/money.h"
#include "domain/imports/mapping/json_node.h"
#include "domain/imports/mapping/mapping.h"
#include "domain/imports/mapping/rule_reader.h"
#include "domain/imports/transform/in_quotes.h"

namespace imports {

namespace {

base::Result<char> read_delimiter(const JsonNode& node) {
  ASSIGN_OR_RETURN(const auto text, node.text());
  const bool usable = text.size() == 1 && std::string_view("\"\r\n").find(text[0]) == std::string_view::npos &&
                      static_cast<unsigned char>(text[0]) < 0x80U && text[0] != '\0';
  if (!usable) {
    return base::failure(node.problem(in_quotes(text) + " cannot separate columns.",
                                      R"(Write one character, like ";", ",", "|" or "\t" for a tab.)"));
  }
  return text[0];
}

base::Result<Mapping::FileHints> read_file(const JsonNode& node) {
  constexpr std::array<std::string_view, 7> names = {"encoding",  "zip_entry",  "sheet",         "record_path",
                                                     "delimiter", "header_row", "first_data_row"};
  constexpr std::uint32_t last_row = 1'000'000;
  Mapping::FileHints hints;
  ASSIGN_OR_RETURN(const auto members, node.members(names));
  for (const auto& [name, value] : members) {
    if (name == "delimiter") {
      ASSIGN_OR_RETURN(hints.delimiter, read_delimiter(value));
    } else if (name == "header_row") {
      ASSIGN_OR_RETURN(hints.header_row, value.whole(0, last_row));
    } else if (name == "first_data_row") {
      ASSIGN_OR_RETURN(hints.first_data_row, value.whole(0, last_row));
    } else {
      auto& hint = name == "encoding"    ? hints.encoding
                   : name == "zip_entry" ? hints.zip_entry
                   : name == "sheet"     ? hints.sheet
                                         : hints.record_path;
      ASSIGN_OR_RETURN(hint, value.text());
    }
  }
  return hints;
}

base::Result<> read_fields(const JsonNode& node, Mapping& mapping) {
  std::vector<std::string_view> names;
  for (const auto& field : all_fields()) names.push_back(field.name);
  ASSIGN_OR_RETURN(const auto members, node.members(names));
  for (const auto& [name, value] : members) {
    const auto field = *parse_field(name);
    ASSIGN_OR_RETURN(mapping.rule(field), read_field_rule(value, info(field).kind));
  }
  return {};
}

base::Result<> read_attributes(const JsonNode& node, Mapping& mapping) {
  ASSIGN_OR_RETURN(const auto members, node.members());
  for (const auto& [name, value] : members) {
    if (name.empty()) {
      return base::failure(node.problem("An attribute has no name.", "Give it a name, like \"colour\"."));
    }
    ASSIGN_OR_RETURN(auto rule, read_field_rule(value, std::nullopt));
    mapping.attributes.push_back({name, std::move(rule)});
  }
  return {};
}

base::Result<Mapping::SkipRule> read_skip_rule(const JsonNode& node) {
  using Test = Mapping::SkipRule::Test;
  constexpr std::array<std::string_view, 4> names = {"from", "equals", "contains", "blank"};
  Mapping::SkipRule rule;
  bool has_column = false;
  int tests = 0;
  ASSIGN_OR_RETURN(const auto members, node.members(names));
  for (const auto& [name, value] : members) {
    if (name == "from") {
      ASSIGN_OR_RETURN(rule.from, value.text());
      has_column = true;
      continue;
    }
    ++tests;
    if (name == "blank") {
      rule.test = Test::blank;
      ASSIGN_OR_RETURN(const auto wanted, value.flag());
      if (!wanted) return base::failure(value.problem("This is false.", "Write true, or leave the rule out."));
      continue;
    }
    rule.test = name == "equals" ? Test::equals : Test::contains;
    ASSIGN_OR_RETURN(rule.value, value.text());
    if (rule.value.empty()) {
      return base::failure(value.problem("The text is empty.", R"(Write the text, or "blank": true for empty cells.)"));
    }
  }
  if (!has_column || tests != 1) {
    return base::failure(node.problem("A skip rule names one column and one test.",
                                      R"(Write it like {"from": "Reference", "equals": "TOTAL"}.)"));
  }
  return rule;
}

base::Result<> read_rules(const JsonNode& node, Mapping& mapping) {
  constexpr std::pair<std::string_view, Severity> words[] = {
      {"ignore", Severity::ignore}, {"warn", Severity::warn}, {"reject", Severity::reject}};
  ASSIGN_OR_RETURN(const auto members, node.members());
  for (const auto& [code, value] : members) {
    ASSIGN_OR_RETURN(const auto severity, value.choice<Severity>(words));
    mapping.rules.push_back({code, severity});
  }
  return {};
}

base::Result<> read_currency(const JsonNode& node, Mapping& mapping) {
  ASSIGN_OR_RETURN(const auto code, node.text());
  const auto currency = base::Currency::parse(code);
  if (!currency) {
    return base::failure(
        node.problem(in_quotes(code) + " is not a currency code.", "Write a code like EUR, USD or GBP."));
  }
  mapping.default_currency = currency->code();
  return {};
}

base::Result<> read_vat_rate(const JsonNode& node, Mapping& mapping) {
  ASSIGN_OR_RETURN(auto rate, node.scalar());
  const auto percent = base::Decimal::parse(rate);
  constexpr std::int64_t highest = 100 * base::Decimal::scale;
  if (!percent || percent->units() < 0 || percent->units() > highest) {
    return base::failure(
        node.problem(in_quotes(rate) + " is not a rate in percent.", "Write a number like 20 or 5.5."));
  }
  mapping.default_vat_rate = std::move(rate);
  return {};
}

base::Result<> read_duplicates(const JsonNode& node, Mapping& mapping) {
  constexpr std::pair<std::string_view, DuplicatePolicy> words[] = {
      {"quarantine", DuplicatePolicy::quarantine}, {"first", DuplicatePolicy::first}, {"last", DuplicatePolicy::last}};
  ASSIGN_OR_RETURN(mapping.duplicates, node.choice<DuplicatePolicy>(words));
  return {};
}

base::Result<> read_skip(const JsonNode& node, Mapping& mapping) {
  ASSIGN_OR_RETURN(const auto items, node.items());
  for (const auto& item : items) {
    ASSIGN_OR_RETURN(mapping.skip.emplace_back(), read_skip_rule(item));
  }
  return {};
}

// One line for each member of the document.
struct Member {
  std::string_view name;
  base::Result<> (*read)(const JsonNode&, Mapping&);
};
constexpr Member document_members[] = {
    {"file",
     [](const JsonNode& node, Mapping& mapping) -> base::Result<> {
       ASSIGN_OR_RETURN(mapping.file, read_file(node));
       return {};
     }},
    {"fields", read_fields},
    {"attributes", read_attributes},
    {"skip", read_skip},
    {"rules", read_rules},
    {"duplicates", read_duplicates},
    {"default_currency", read_currency},
    {"default_vat_rate", read_vat_rate},
    {"purchase_price_includes_vat",
     [](const JsonNode& node, Mapping& mapping) -> base::Result<> {
       ASSIGN_OR_RETURN(mapping.purchase_price_includes_vat, node.flag());
       return {};
     }},
    {"retail_price_excludes_vat",
     [](const JsonNode& node, Mapping& mapping) -> base::Result<> {
       ASSIGN_OR_RETURN(mapping.retail_price_excludes_vat, node.flag());
       return {};
     }},
};

base::Result<boost::json::value> parse_json(std::string_view json) {
  if (json.starts_with("\xEF\xBB\xBF")) json.remove_prefix(3);
  boost::json::parser parser;
  boost::json::error_code error;
  const auto read = parser.write_some(json.data(), json.size(), error);
  const auto rest = json.substr(std::min(read, json.size()));
  const bool finished = !error && rest.find_first_not_of(" \t\r\n") == std::string_view::npos;
  if (!finished) {
    base::Place place;
    const auto before = json.substr(0, read);
    place.line = static_cast<std::uint64_t>(std::ranges::count(before, '\n')) + 1;
    place.byte = read;
    return base::failure(mapping_invalid,
                         "The mapping document is not valid JSON at line " + std::to_string(*place.line) + ".",
                         "Look for a missing quote, comma or bracket there.", std::move(place));
  }
  return parser.release();
}

}  // namespace

base::Result<Mapping> parse_mapping(std::string_view json) {
  ASSIGN_OR_RETURN(const auto document, parse_json(json));
  std::vector<std::string_view> names;
  for (const auto& member : document_members) names.push_back(member.name);
  Mapping mapping;
  ASSIGN_OR_RETURN(const auto members, JsonNode(document, "").members(names));
  for (const auto& [name, node] : members) {
    RETURN_IF_FAILED(std::ranges::find(document_members, name, &Member::name)->read(node, mapping));
  }
  return mapping;
}

}  // namespace imports
