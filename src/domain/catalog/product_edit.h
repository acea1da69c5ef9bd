#pragma once

#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/uuid.h"
#include "domain/catalog/product_choice.h"

namespace catalog {

/// Who edits: a user, or the name of what acts for one.
struct Editor {
  base::Uuid id;  ///< nil when it is no user
  std::string name;
};

/// New values of shown fields, as people write them; a field set stays as it is, whatever feeds say, until it is
/// released.
struct ProductEdit {
  /// By ShownField. Absent: untouched. Empty: shown as empty. Money "12.50", VAT "20", weight in grams "12.5", category
  /// as a path "Maison > Cuisine", images one per line, attributes as a JSON object.
  std::array<std::optional<std::string>, shown_field_count> set;
  std::vector<ShownField> release;  ///< shows again what the offers say

  void put(ShownField field, std::string value) { set[static_cast<std::size_t>(field)] = std::move(value); }
};

/// What an edit changed, as JSON objects of the fields that differ; both empty objects when nothing did.
struct EditedProduct {
  base::Uuid id;
  std::string before, after;
};

/// The field of this name; nothing when products show none such.
std::optional<ShownField> shown_field(std::string_view name);

/// The fields listed in products.overrides, a JSON array of their names.
std::set<std::string> fields_held(std::string_view overrides);

inline constexpr base::ProblemKind product_changed{"catalog.product_changed", "Product has changed since it was read",
                                                   412, base::LogLevel::info};
inline constexpr base::ProblemKind product_edit_invalid{"catalog.edit_invalid", "Edit is not valid", 422,
                                                        base::LogLevel::info};
inline constexpr base::ProblemKind product_has_offers{"catalog.product_has_offers", "Product still has offers", 409,
                                                      base::LogLevel::info};

}  // namespace catalog
