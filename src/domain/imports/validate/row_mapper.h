#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/catalog/offer_values.h"
#include "domain/imports/formats/record_reader.h"
#include "domain/imports/mapping/mapping.h"

namespace imports {

/// Something wrong with one row: rejecting problems send it to quarantine, warnings go on with it.
struct RowProblem {
  Severity severity = Severity::reject;
  base::Problem problem;  ///< place: row, line, byte and the target field; the message holds the offending value
};

/// What one record means to the catalogue.
struct MappedRow {
  std::string sku;  ///< trimmed; the offer's identity within the supplier
  catalog::OfferValues values;
  std::vector<RowProblem> problems;  ///< every one found, not just the first
  bool rejected = false;             ///< at least one problem rejects
  bool skipped = false;              ///< a skip rule of the mapping matched; `skip_reason` names it
  std::string skip_reason;
};

/// Turns records into rows: map, transform, validate. Compiled once per file from a mapping; immutable afterwards, so
/// threads may share it. Never stops at a bad row.
class RowMapper {
 public:
  /// Fails with mapping_columns_missing when the mapping names columns the file does not have (listing them and the
  /// closest ones it has), and with mapping_no_identity when neither sku nor gtin is mapped.
  static base::Result<RowMapper> create(const Mapping& mapping, const std::vector<std::string>& columns);

  /// Maps one record into `row`, reusing its buffers. Records may be wider than the columns given to create.
  void map(const Record& record, MappedRow& row) const;

  RowMapper(RowMapper&&) noexcept;
  RowMapper& operator=(RowMapper&&) noexcept;
  ~RowMapper();

 private:
  struct Plan;
  explicit RowMapper(std::unique_ptr<const Plan> plan);
  std::unique_ptr<const Plan> plan_;
};

/// Everything about a mapping that can be told without a file: what RowMapper::create would find wrong with it, missing
/// columns aside.
base::Result<> check_mapping(const Mapping& mapping);

/// A validation rule as the docs list it.
struct RuleInfo {
  const base::ProblemKind* kind;
  Severity default_severity;
  std::string_view help;
};
/// Every rule a mapping's "rules" may set, in the order of the docs.
const std::vector<RuleInfo>& validation_rules();

inline constexpr base::ProblemKind mapping_columns_missing{"mapping.columns_missing", "Mapped columns are missing", 422,
                                                           base::LogLevel::info};
inline constexpr base::ProblemKind mapping_no_identity{"mapping.no_identity", "No identifying column", 422,
                                                       base::LogLevel::info};

}  // namespace imports
