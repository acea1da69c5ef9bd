#pragma once

#include <vector>

#include "base/result.h"
#include "domain/imports/mapping/mapping.h"

namespace imports {

inline constexpr base::ProblemKind sku_missing{"import.sku_missing", "No supplier reference", 422,
                                               base::LogLevel::info};
inline constexpr base::ProblemKind gtin_repaired{"import.gtin_repaired", "Code was repaired", 422,
                                                 base::LogLevel::info};
inline constexpr base::ProblemKind gtin_restricted{"import.gtin_restricted", "Code is not for trade", 422,
                                                   base::LogLevel::info};
inline constexpr base::ProblemKind gtin_placeholder{"import.gtin_placeholder", "Code is a filler", 422,
                                                    base::LogLevel::info};
inline constexpr base::ProblemKind name_missing{"import.name_missing", "No name", 422, base::LogLevel::info};
inline constexpr base::ProblemKind text_too_long{"import.text_too_long", "Text is too long", 422, base::LogLevel::info};
inline constexpr base::ProblemKind url_invalid{"import.url_invalid", "Not a web address", 422, base::LogLevel::info};
inline constexpr base::ProblemKind price_negative{"import.price_negative", "Price is negative", 422,
                                                  base::LogLevel::info};
inline constexpr base::ProblemKind price_zero{"import.price_zero", "Price is zero", 422, base::LogLevel::info};
inline constexpr base::ProblemKind price_too_large{"import.price_too_large", "Price is too large", 422,
                                                   base::LogLevel::info};
inline constexpr base::ProblemKind price_below_cost{"import.price_below_cost", "Retail price below purchase price", 422,
                                                    base::LogLevel::info};
inline constexpr base::ProblemKind currency_unknown{"import.currency_unknown", "Unknown currency", 422,
                                                    base::LogLevel::info};
inline constexpr base::ProblemKind currency_conflict{"import.currency_conflict", "Two currencies in one row", 422,
                                                     base::LogLevel::info};
inline constexpr base::ProblemKind vat_missing{"import.vat_missing", "No VAT rate for a price", 422,
                                               base::LogLevel::info};
inline constexpr base::ProblemKind vat_not_a_rate{"import.vat_not_a_rate", "Not a VAT rate", 422, base::LogLevel::info};
inline constexpr base::ProblemKind vat_out_of_range{"import.vat_out_of_range", "VAT rate is impossible", 422,
                                                    base::LogLevel::info};
inline constexpr base::ProblemKind vat_unusual{"import.vat_unusual", "VAT rate is unusual", 422, base::LogLevel::info};
inline constexpr base::ProblemKind not_whole{"import.not_whole", "Not a whole number", 422, base::LogLevel::info};
inline constexpr base::ProblemKind stock_negative{"import.stock_negative", "Stock is negative", 422,
                                                  base::LogLevel::info};
inline constexpr base::ProblemKind stock_too_large{"import.stock_too_large", "Stock is too large", 422,
                                                   base::LogLevel::info};
inline constexpr base::ProblemKind minimum_order_invalid{"import.minimum_order_invalid", "Impossible minimum order",
                                                         422, base::LogLevel::info};
inline constexpr base::ProblemKind weight_invalid{"import.weight_invalid", "Not a weight", 422, base::LogLevel::info};

/// What each problem does to its row: the defaults with a mapping's settings on top.
class Severities {
 public:
  /// Fails with mapping_invalid when a setting names no rule.
  static base::Result<Severities> create(const std::vector<Mapping::RuleSetting>& settings);

  Severity of(const base::ProblemKind& kind) const;
  /// For problems a reader found: its own judgement, unless the mapping sets one.
  Severity of(const base::ProblemKind& kind, Severity otherwise) const;

 private:
  std::vector<Severity> severities_;  // in the order of validation_rules()
  std::vector<Mapping::RuleSetting> settings_;
};

}  // namespace imports
