#include "domain/imports/mapping/rule_reader.h"

#include <array>

#include "domain/imports/transform/units.h"

namespace imports {

namespace {

base::Result<std::vector<std::string>> read_columns(const JsonNode& node) {
  std::vector<std::string> columns;
  if (!node.is_list()) {
    ASSIGN_OR_RETURN(columns.emplace_back(), node.text());
    return columns;
  }
  ASSIGN_OR_RETURN(const auto items, node.items());
  for (const auto& item : items) {
    ASSIGN_OR_RETURN(columns.emplace_back(), item.text());
  }
  return columns;
}

base::Result<TransformSpec> read_spec(const JsonNode& node) {
  TransformSpec spec;
  if (node.is_text()) {
    ASSIGN_OR_RETURN(spec.name, node.text());
    return spec;
  }
  ASSIGN_OR_RETURN(const auto members, node.members());
  bool named = false;
  for (const auto& [name, value] : members) {
    if (name == "do") {
      ASSIGN_OR_RETURN(spec.name, value.text());
      named = true;
    } else if (name == "table") {
      ASSIGN_OR_RETURN(const auto pairs, value.members());
      for (const auto& [key, entry] : pairs) {
        ASSIGN_OR_RETURN(auto text, entry.scalar());
        spec.table.emplace_back(key, std::move(text));
      }
    } else {
      ASSIGN_OR_RETURN(auto text, value.scalar());
      spec.settings.emplace_back(name, std::move(text));
    }
  }
  if (!named) {
    return base::failure(node.problem("The transform has no name.", R"(Write one like {"do": "trim"}.)"));
  }
  return spec;
}

base::Result<TransformSpec> read_transform(const JsonNode& node) {
  ASSIGN_OR_RETURN(auto spec, read_spec(node));
  if (const auto made = make_transform(spec); !made) {
    auto problem = made.error();
    auto place = node.path();
    if (problem.kind == &transform_setting) {
      place += "." + problem.place.field;
    } else if (!node.is_text()) {
      place += ".do";
    }
    problem.kind = &mapping_invalid;
    problem.message = place + ": " + problem.message;
    problem.place.field = std::move(place);
    return base::failure(std::move(problem));
  }
  return spec;
}

base::Result<char> read_mark(const JsonNode& node, std::string_view allowed, std::string_view cure) {
  ASSIGN_OR_RETURN(const auto text, node.text());
  if (text.size() != 1 || allowed.find(text[0]) == std::string_view::npos) {
    return base::failure(node.problem("“" + text + "” is not allowed here.", std::string(cure)));
  }
  return text[0];
}

base::Result<NumberStyle> read_style(const JsonNode& node) {
  constexpr std::array<std::string_view, 2> names = {"decimal", "thousands"};
  NumberStyle style;
  ASSIGN_OR_RETURN(const auto members, node.members(names));
  for (const auto& [name, value] : members) {
    if (name == "decimal") {
      ASSIGN_OR_RETURN(style.decimal, read_mark(value, ".,", R"(Write "." or ",".)"));
    } else {
      ASSIGN_OR_RETURN(style.thousands,
                       read_mark(value, ".,' ", R"(Write ".", ",", "'" or " ", or leave it out when there are none.)"));
    }
  }
  if (style.decimal == style.thousands) {
    return base::failure(node.problem("The decimal mark and the thousands mark are the same.",
                                      "Give them two marks, or leave the thousands mark out."));
  }
  return style;
}

std::vector<std::string_view> allowed_members(std::optional<FieldKind> kind) {
  std::vector<std::string_view> allowed = {"from", "join", "transforms"};
  if (!kind) return allowed;
  allowed.emplace_back("on_blank");
  const bool numeric = kind == FieldKind::price || kind == FieldKind::percent || kind == FieldKind::quantity ||
                       kind == FieldKind::weight;
  if (numeric) allowed.emplace_back("number");
  if (kind == FieldKind::weight) allowed.emplace_back("unit");
  return allowed;
}

base::Result<> read_member(std::string_view name, const JsonNode& value, FieldRule& rule) {
  if (name == "from") {
    ASSIGN_OR_RETURN(rule.from, read_columns(value));
  } else if (name == "join") {
    ASSIGN_OR_RETURN(rule.join, value.text());
  } else if (name == "transforms") {
    ASSIGN_OR_RETURN(const auto items, value.items());
    for (const auto& item : items) {
      ASSIGN_OR_RETURN(rule.transforms.emplace_back(), read_transform(item));
    }
  } else if (name == "number") {
    ASSIGN_OR_RETURN(rule.number, read_style(value));
  } else if (name == "unit") {
    ASSIGN_OR_RETURN(rule.unit, value.text());
    if (!parse_weight_unit(rule.unit)) {
      return base::failure(value.problem("“" + rule.unit + "” is not a unit of weight known here.",
                                         "Write one of " + weight_unit_names() + "."));
    }
  } else {
    constexpr std::pair<std::string_view, OnBlank> words[] = {{"clear", OnBlank::clear}, {"keep", OnBlank::keep}};
    ASSIGN_OR_RETURN(rule.on_blank, value.choice<OnBlank>(words));
  }
  return {};
}

}  // namespace

base::Result<FieldRule> read_field_rule(const JsonNode& node, std::optional<FieldKind> kind) {
  FieldRule rule;
  if (node.is_text()) {
    ASSIGN_OR_RETURN(rule.from, read_columns(node));
    return rule;
  }
  const auto allowed = allowed_members(kind);
  ASSIGN_OR_RETURN(const auto members, node.members(allowed));
  for (const auto& [name, value] : members) RETURN_IF_FAILED(read_member(name, value, rule));
  if (rule.from.empty() && rule.transforms.empty()) {
    return base::failure(node.problem("No column is named.", R"(Write "from": "name of the column".)"));
  }
  return rule;
}

}  // namespace imports
