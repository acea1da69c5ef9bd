#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"
#include "platform/db/database.h"

namespace suppliers {

struct Supplier {
  base::Uuid id;
  std::string code;  ///< short, stable, unique: letters, digits, '-', '_', '.'
  std::string name;
  int priority = 100;    ///< of two suppliers' statements about one product the higher priority is shown
  std::string currency;  ///< of prices that name none
  base::Timestamp created_at;
};

/// The suppliers. Thread-safe.
class SupplierService {
 public:
  explicit SupplierService(platform::db::Database& catalog) : database_(catalog) {}

  /// The supplier of this code, created when new (its name is then the code). Fails with supplier_code_invalid.
  base::Result<Supplier> ensure(std::string_view code);
  /// The supplier this code would give: the stored one, or a new one that is not stored. Fails as ensure() does.
  base::Result<Supplier> preview(std::string_view code);
  /// Fails with supplier_unknown, naming the known codes.
  base::Result<Supplier> find(std::string_view code);
  base::Result<std::vector<Supplier>> list();

 private:
  platform::db::Database& database_;
};

inline constexpr base::ProblemKind supplier_code_invalid{"supplier.code_invalid", "Supplier code is not valid", 422,
                                                         base::LogLevel::info};
inline constexpr base::ProblemKind supplier_unknown{"supplier.unknown", "No such supplier", 404, base::LogLevel::info};

}  // namespace suppliers
