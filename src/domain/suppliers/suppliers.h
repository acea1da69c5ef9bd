#pragma once

#include <cstdint>
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
  base::Timestamp updated_at{};
};

/// What a new supplier is given; what is absent gets its default (the code as name, 100, EUR).
struct SupplierDraft {
  std::string code;
  std::optional<std::string> name;
  std::optional<std::int64_t> priority;
  std::optional<std::string> currency;
};

/// New values of a stored supplier; what is absent stays. After a new priority the
/// products of the supplier choose their fields anew, in the background.
struct SupplierChanges {
  std::optional<std::string> name;
  std::optional<std::int64_t> priority;
  std::optional<std::string> currency;
};

enum class SupplierOrder : std::uint8_t { code, name, priority, created_at, updated_at };

struct SupplierQuery {
  std::string search;  ///< words of code or name, in any order, accents ignored
  SupplierOrder order = SupplierOrder::code;
  bool descending = false;
  std::uint64_t page = 1;  ///< 1-based
  std::uint64_t size = 50;
};

struct SupplierPage {
  std::vector<Supplier> suppliers;
  std::uint64_t total = 0;
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

  /// Suppliers of one page, and how many there are in all.
  base::Result<SupplierPage> search(const SupplierQuery& query);
  /// Fails with supplier_code_invalid, supplier_invalid, supplier_exists.
  base::Result<Supplier> create(const SupplierDraft& draft);
  /// `expected`: the updated_at the caller has seen; fails with supplier_changed when it is another by now.
  base::Result<Supplier> update(std::string_view code, const SupplierChanges& changes,
                                const std::optional<base::Timestamp>& expected = std::nullopt);
  /// Fails with supplier_has_offers while it has any, also withdrawn ones.
  base::Result<> remove(std::string_view code, const std::optional<base::Timestamp>& expected = std::nullopt);

 private:
  platform::db::Database& database_;
};

inline constexpr base::ProblemKind supplier_code_invalid{"supplier.code_invalid", "Supplier code is not valid", 422,
                                                         base::LogLevel::info};
inline constexpr base::ProblemKind supplier_unknown{"supplier.unknown", "No such supplier", 404, base::LogLevel::info};
inline constexpr base::ProblemKind supplier_invalid{"supplier.invalid", "Supplier is not valid", 422,
                                                    base::LogLevel::info};
inline constexpr base::ProblemKind supplier_exists{"supplier.exists", "Supplier code is taken", 409,
                                                   base::LogLevel::info};
inline constexpr base::ProblemKind supplier_changed{"supplier.changed", "Supplier has changed since it was read", 412,
                                                    base::LogLevel::info};
inline constexpr base::ProblemKind supplier_has_offers{"supplier.has_offers", "Supplier still has offers", 409,
                                                       base::LogLevel::info};

}  // namespace suppliers
