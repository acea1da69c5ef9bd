#include "domain/imports/validate/row_reader.h"

#include <algorithm>

#include "base/json_writer.h"
#include "base/text.h"
#include "domain/imports/transform/in_quotes.h"

namespace imports {

namespace {

constexpr std::size_t longest_attribute = 10'000;

std::string line_of(const Record& record) {
  return "Line " + std::to_string(record.line != 0 ? record.line : record.number) + ": ";
}

}  // namespace

void RowReader::read_identity() {
  if (matches_skip_rule()) return;
  if (plan_.gtin) read_gtin(*plan_.gtin);
  if (plan_.sku) read_sku(*plan_.sku);
  if (!row_.sku.empty()) return;
  if (is_blank_row() && !row_.rejected) {
    row_.problems.clear();
    row_.rejected = false;
    row_.skipped = true;
    row_.skip_reason = "the row is blank";
    return;
  }
  const auto& source = plan_.sku ? plan_.sku->source : plan_.gtin->source;
  report(sku_missing, source, "the supplier reference is missing.",
         "Fill it in: without it the offer cannot be told apart.");
  row_.rejected = true;
}

void RowReader::read() {
  if (take_record_problems()) {
    // The fields may be shifted: what else they seem to have wrong would mislead.
    const auto found = row_.problems.size();
    read_identity();
    row_.problems.resize(std::min(found, row_.problems.size()));
    row_.rejected = !row_.skipped;
    return;
  }
  read_identity();
  if (row_.skipped) return;
  for (const auto& field : plan_.fields) read_field(field);
  finish_vat_rate();
  finish_prices();
  finish_currency();
  if (!plan_.attributes.empty()) read_attributes();
}

bool RowReader::take_record_problems() {
  bool untrusted = false;
  for (const auto& found : record_.problems) {
    const auto own = found.severity == RecordProblem::Severity::reject ? Severity::reject : Severity::warn;
    const auto severity = plan_.severities.of(*found.problem.kind, own);
    if (severity == Severity::ignore) continue;
    auto problem = found.problem;
    problem.place.row = record_.number;
    if (!problem.place.line) problem.place.line = record_.line;
    if (!problem.place.byte) problem.place.byte = record_.byte_offset;
    row_.problems.push_back({severity, std::move(problem)});
    untrusted = untrusted || severity == Severity::reject;
  }
  row_.rejected = untrusted;
  return untrusted;
}

bool RowReader::matches_skip_rule() {
  const auto found = std::ranges::find_if(plan_.skip, [this](const SkipPlan& skip) { return matches(skip); });
  if (found == plan_.skip.end()) return false;
  row_.problems.clear();
  row_.rejected = false;
  row_.skipped = true;
  row_.skip_reason = found->reason;
  return true;
}

bool RowReader::matches(const SkipPlan& skip) const {
  using Test = Mapping::SkipRule::Test;
  const auto text = base::trim(cell(skip.column));
  if (text.empty() || skip.test == Test::blank) return text.empty() && skip.test == Test::blank;
  if (skip.folded.empty()) {
    return skip.test == Test::equals ? text == skip.literal : text.find(skip.literal) != std::string_view::npos;
  }
  const auto folded = base::fold(text);
  return skip.test == Test::equals ? folded == skip.folded : folded.find(skip.folded) != std::string::npos;
}

bool RowReader::is_blank_row() const {
  return std::ranges::all_of(record_.fields, [](std::string_view text) { return base::trim(text).empty(); });
}

std::string_view RowReader::cell(std::size_t column) const {
  return column < record_.fields.size() ? record_.fields[column] : std::string_view();
}

std::optional<std::string_view> RowReader::text_of(const SourcePlan& source) {
  if (source.direct) return base::trim(cell(source.columns.front()));
  join_cells(source);
  for (const auto& transform : source.transforms) {
    if (auto done = transform->apply(scratch_); !done) {
      report(std::move(done.error()), source);
      return std::nullopt;
    }
  }
  return base::trim(scratch_);
}

void RowReader::join_cells(const SourcePlan& source) {
  scratch_.clear();
  for (const auto column : source.columns) {
    const auto text = source.columns.size() == 1 ? cell(column) : base::trim(cell(column));
    if (text.empty()) continue;
    if (!scratch_.empty()) scratch_ += source.join;
    scratch_ += text;
  }
}

Severity RowReader::report(base::Problem problem, const SourcePlan& source) {
  const auto severity = plan_.severities.of(*problem.kind);
  if (severity == Severity::ignore) return severity;
  problem.message.insert(0, line_of(record_));
  problem.place.row = record_.number;
  problem.place.line = record_.line;
  problem.place.byte = record_.byte_offset;
  if (!source.columns.empty()) problem.place.column = source.columns.front() + 1;
  problem.place.field = source.label;
  row_.problems.push_back({severity, std::move(problem)});
  if (severity == Severity::reject) row_.rejected = true;
  return severity;
}

Severity RowReader::report(const base::ProblemKind& kind, const SourcePlan& source, std::string_view what,
                           std::string cure) {
  return report(base::Problem{&kind, std::string(what), std::move(cure), {}}, source);
}

void RowReader::blank(const FieldPlan& field) {
  if (!field.keeps_on_blank) row_.values.clear(field.target);
}

void RowReader::read_field(const FieldPlan& field) {
  const auto text = text_of(field.source);
  if (!text) return;
  if (text->empty()) {
    if (field.field == Field::name) {
      report(name_missing, field.source, "the name is missing.", "Fill it in, or accept a product without a name.");
    }
    blank(field);
    return;
  }
  switch (field.kind) {
    case FieldKind::gtin:
    case FieldKind::text:
      return read_text(field, *text);
    case FieldKind::price:
      return read_price(field, *text);
    case FieldKind::percent:
      return read_percent(field, *text);
    case FieldKind::quantity:
      return read_quantity(field, *text);
    case FieldKind::weight:
      return read_weight(field, *text);
    case FieldKind::currency:
      return read_currency(field, *text);
    case FieldKind::path:
      return read_path(field, *text);
    case FieldKind::urls:
      return read_urls(field, *text);
  }
}

void RowReader::read_attributes() {
  std::string json;
  for (const auto& attribute : plan_.attributes) {
    const auto text = text_of(attribute.source);
    if (!text) continue;
    const auto shown = cleaned(*text);
    if (shown.empty() || !is_short_enough(shown, longest_attribute, attribute.source)) continue;
    json += json.empty() ? '{' : ',';
    json += attribute.json_key;
    base::append_json_string(json, shown);
  }
  if (json.empty()) {
    row_.values.clear(catalog::OfferField::attributes);
    return;
  }
  json += '}';
  row_.values.set(catalog::OfferField::attributes, json);
}

}  // namespace imports
