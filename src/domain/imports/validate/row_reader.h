#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/gtin.h"
#include "domain/imports/formats/record_reader.h"
#include "domain/imports/transform/number.h"
#include "domain/imports/validate/mapping_plan.h"
#include "domain/imports/validate/row_mapper.h"

namespace imports {

/// Reads one record into one row by a plan. Made for each record; holds what must be known of one field to judge
/// another.
class RowReader {
 public:
  RowReader(const MappingPlan& plan, const Record& record, MappedRow& row) : plan_(plan), record_(record), row_(row) {}

  /// Everything: identity, values, problems.
  void read();
  /// Only whether the row is skipped and what its reference is.
  void read_identity();

 private:
  // row_reader.cpp: sources, problems, skipping
  bool take_record_problems();
  bool matches_skip_rule();
  bool matches(const SkipPlan& skip) const;
  bool is_blank_row() const;
  std::string_view cell(std::size_t column) const;
  std::optional<std::string_view> text_of(const SourcePlan& source);
  void join_cells(const SourcePlan& source);
  Severity report(base::Problem problem, const SourcePlan& source);
  Severity report(const base::ProblemKind& kind, const SourcePlan& source, std::string_view what, std::string cure);
  void blank(const FieldPlan& field);
  void read_field(const FieldPlan& field);
  void read_attributes();

  // text_fields.cpp
  void read_sku(const FieldPlan& field);
  void read_gtin(const FieldPlan& field);
  void judge_gtin(const FieldPlan& field, const base::Gtin& gtin);
  void read_text(const FieldPlan& field, std::string_view text);
  void read_path(const FieldPlan& field, std::string_view text);
  void read_urls(const FieldPlan& field, std::string_view text);
  std::string_view cleaned(std::string_view text);
  bool is_short_enough(std::string_view text, std::size_t most, const SourcePlan& source);

  // number_fields.cpp
  bool scan(const FieldPlan& field, std::string_view text);
  void read_quantity(const FieldPlan& field, std::string_view text);
  void read_weight(const FieldPlan& field, std::string_view text);
  void read_percent(const FieldPlan& field, std::string_view text);

  // price_fields.cpp
  void read_price(const FieldPlan& field, std::string_view text);
  bool take_currency_beside(const FieldPlan& field, std::string_view text, std::string_view word);
  void read_currency(const FieldPlan& field, std::string_view text);
  void finish_vat_rate();
  void finish_price(std::optional<std::int64_t>& price, const FieldPlan* field, bool with_vat);
  void finish_prices();
  void finish_currency();

  /// What was found beside the amounts, not in the currency's own column.
  struct CurrencyBeside {
    base::Currency currency;
    bool is_sign;  ///< "$" may mean several currencies, "CAD" only one
  };

  const MappingPlan& plan_;
  const Record& record_;
  MappedRow& row_;
  std::string scratch_;
  std::string clean_;
  WrittenNumber number_;
  std::optional<std::int64_t> purchase_price_, retail_price_;
  const FieldPlan* purchase_field_ = nullptr;
  const FieldPlan* retail_field_ = nullptr;
  std::optional<std::int64_t> vat_rate_;
  bool vat_is_unreadable_ = false;  ///< stated, so that the default rate is not the row's
  std::optional<base::Currency> currency_;
  std::optional<CurrencyBeside> beside_;
};

}  // namespace imports
