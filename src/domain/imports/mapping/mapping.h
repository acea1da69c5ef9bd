#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/imports/formats/dialect.h"
#include "domain/imports/mapping/field.h"
#include "domain/imports/transform/transform.h"

namespace imports {

/// What happens to the second row with the same supplier reference in one file.
enum class DuplicatePolicy : std::uint8_t { quarantine, first, last };
/// What a problem does to its row.
enum class Severity : std::uint8_t { ignore, warn, reject };
/// What an empty cell of a mapped column means for the stored value.
enum class OnBlank : std::uint8_t { clear, keep };

std::string_view to_string(DuplicatePolicy policy);
std::string_view to_string(Severity severity);

/// How one target field (or free attribute) is made of source columns.
struct FieldRule {
  std::vector<std::string> from;  ///< column names; several are joined with `join`
  std::string join = " ";
  std::vector<TransformSpec> transforms;  ///< applied in order to the joined text
  std::optional<NumberStyle> number;      ///< price, percent, quantity, weight: how the column writes numbers
  std::string unit;                       ///< weight: "kg", "g", "lb", "oz", "mg" of the column's numbers; "" grams
  OnBlank on_blank = OnBlank::clear;
  bool operator==(const FieldRule&) const = default;
};

/// A supplier's mapping document: how its files become offers. Immutable once parsed; docs/mapping.md has the schema.
struct Mapping {
  /// Parts of the dialect the supplier's files need and detection gets wrong; absent parts are detected.
  struct FileHints {
    std::optional<std::string> encoding, zip_entry, sheet, record_path;
    std::optional<char> delimiter;
    std::optional<std::uint32_t> header_row, first_data_row;
    bool operator==(const FileHints&) const = default;
  };
  struct Attribute {
    std::string name;
    FieldRule rule;
    bool operator==(const Attribute&) const = default;
  };
  struct RuleSetting {
    std::string code;  ///< a validation rule's code: "import.gtin_checksum"
    Severity severity = Severity::reject;
    bool operator==(const RuleSetting&) const = default;
  };
  /// A row for which the joined text of `from` equals or contains `value` (case and accents ignored) is skipped.
  struct SkipRule {
    std::string from;
    enum class Test : std::uint8_t { equals, contains, blank } test = Test::equals;
    std::string value;
    bool operator==(const SkipRule&) const = default;
  };

  FileHints file;
  std::array<std::optional<FieldRule>, field_count> fields;
  std::vector<Attribute> attributes;
  std::vector<SkipRule> skip;
  std::vector<RuleSetting> rules;
  DuplicatePolicy duplicates = DuplicatePolicy::quarantine;
  std::string default_currency;                 ///< ISO 4217, when no column says it; "" leaves the supplier's (EUR)
  bool purchase_price_includes_vat = false;     ///< then the price is divided by 1 + the row's VAT rate
  bool retail_price_excludes_vat = false;       ///< then the price is multiplied by 1 + the row's VAT rate
  std::optional<std::string> default_vat_rate;  ///< percent, for rows that state none

  const std::optional<FieldRule>& rule(Field field) const { return fields[static_cast<std::size_t>(field)]; }
  std::optional<FieldRule>& rule(Field field) { return fields[static_cast<std::size_t>(field)]; }
  bool operator==(const Mapping&) const = default;
};

/// Reads a mapping document (JSON). Fails with mapping_invalid, naming the place inside the document and what is
/// allowed there; unknown members are refused, so that a misspelt one is never silently without effect.
base::Result<Mapping> parse_mapping(std::string_view json);

/// The document in canonical form: members in a fixed order, defaults left out, two-blank indentation.
/// parse_mapping(to_json(m)) == m.
std::string to_json(const Mapping& mapping);

inline constexpr base::ProblemKind mapping_invalid{"mapping.invalid", "Mapping document is not valid", 422,
                                                   base::LogLevel::info};

}  // namespace imports
