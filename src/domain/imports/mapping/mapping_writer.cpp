#include "base/json_writer.h"
#include "domain/imports/mapping/mapping.h"

namespace imports {

std::string_view to_string(DuplicatePolicy policy) {
  switch (policy) {
    case DuplicatePolicy::first:
      return "first";
    case DuplicatePolicy::last:
      return "last";
    case DuplicatePolicy::quarantine:
      break;
  }
  return "quarantine";
}

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::ignore:
      return "ignore";
    case Severity::warn:
      return "warn";
    case Severity::reject:
      break;
  }
  return "reject";
}

namespace {

using base::JsonWriter;

void write_columns(JsonWriter& json, const std::vector<std::string>& columns) {
  if (columns.size() == 1) {
    json.value(columns.front());
    return;
  }
  json.begin_array();
  for (const auto& column : columns) json.value(column);
  json.end_array();
}

void write_transform(JsonWriter& json, const TransformSpec& spec) {
  if (spec.settings.empty() && spec.table.empty()) {
    json.value(spec.name);
    return;
  }
  json.begin_object().member("do", spec.name);
  for (const auto& [key, value] : spec.settings) json.member(key, value);
  if (!spec.table.empty()) {
    json.key("table").begin_object();
    for (const auto& [key, value] : spec.table) json.member(key, value);
    json.end_object();
  }
  json.end_object();
}

void write_rule(JsonWriter& json, const FieldRule& rule) {
  FieldRule plain;
  plain.from = rule.from;
  if (rule.from.size() == 1 && rule == plain) {
    json.value(rule.from.front());
    return;
  }
  json.begin_object().key("from");
  write_columns(json, rule.from);
  if (rule.join != plain.join) json.member("join", rule.join);
  if (!rule.transforms.empty()) {
    json.key("transforms").begin_array();
    for (const auto& spec : rule.transforms) write_transform(json, spec);
    json.end_array();
  }
  if (rule.number) {
    json.key("number").begin_object().member("decimal", std::string_view(&rule.number->decimal, 1));
    if (rule.number->thousands != '\0') json.member("thousands", std::string_view(&rule.number->thousands, 1));
    json.end_object();
  }
  if (!rule.unit.empty()) json.member("unit", rule.unit);
  if (rule.on_blank == OnBlank::keep) json.member("on_blank", "keep");
  json.end_object();
}

void write_file(JsonWriter& json, const Mapping::FileHints& file) {
  if (file == Mapping::FileHints{}) return;
  json.key("file").begin_object();
  if (file.encoding) json.member("encoding", *file.encoding);
  if (file.zip_entry) json.member("zip_entry", *file.zip_entry);
  if (file.sheet) json.member("sheet", *file.sheet);
  if (file.record_path) json.member("record_path", *file.record_path);
  if (file.delimiter) json.member("delimiter", std::string_view(&*file.delimiter, 1));
  if (file.header_row) json.member("header_row", std::uint64_t{*file.header_row});
  if (file.first_data_row) json.member("first_data_row", std::uint64_t{*file.first_data_row});
  json.end_object();
}

void write_fields(JsonWriter& json, const Mapping& mapping) {
  json.key("fields").begin_object();
  for (const auto& field : all_fields()) {
    if (const auto& rule = mapping.rule(field.field)) {
      json.key(field.name);
      write_rule(json, *rule);
    }
  }
  json.end_object();
  if (mapping.attributes.empty()) return;
  json.key("attributes").begin_object();
  for (const auto& attribute : mapping.attributes) {
    json.key(attribute.name);
    write_rule(json, attribute.rule);
  }
  json.end_object();
}

void write_skip(JsonWriter& json, const std::vector<Mapping::SkipRule>& rules) {
  using Test = Mapping::SkipRule::Test;
  if (rules.empty()) return;
  json.key("skip").begin_array();
  for (const auto& rule : rules) {
    json.begin_object().member("from", rule.from);
    if (rule.test == Test::blank) {
      json.member("blank", true);
    } else {
      json.member(rule.test == Test::equals ? "equals" : "contains", rule.value);
    }
    json.end_object();
  }
  json.end_array();
}

void write_rules(JsonWriter& json, const std::vector<Mapping::RuleSetting>& rules) {
  if (rules.empty()) return;
  json.key("rules").begin_object();
  for (const auto& rule : rules) json.member(rule.code, to_string(rule.severity));
  json.end_object();
}

}  // namespace

std::string to_json(const Mapping& mapping) {
  JsonWriter json(JsonWriter::Style::indented);
  json.begin_object();
  write_file(json, mapping.file);
  write_fields(json, mapping);
  write_skip(json, mapping.skip);
  write_rules(json, mapping.rules);
  if (mapping.duplicates != DuplicatePolicy::quarantine) json.member("duplicates", to_string(mapping.duplicates));
  if (!mapping.default_currency.empty()) json.member("default_currency", mapping.default_currency);
  if (mapping.default_vat_rate) json.member("default_vat_rate", *mapping.default_vat_rate);
  if (mapping.purchase_price_includes_vat) json.member("purchase_price_includes_vat", true);
  if (mapping.retail_price_excludes_vat) json.member("retail_price_excludes_vat", true);
  json.end_object();
  return json.take();
}

}  // namespace imports
