#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"
#include "platform/db/connection.h"

namespace catalog {

enum class ProductOrder : std::uint8_t { relevance, id, name, updated_at, price, stock };

/// Which products a list shows, in which order, and which stretch of it.
struct ProductQuery {
  std::string text;           ///< words in any order, or any code or part of one; "" all
  std::string supplier_code;  ///< offered by this supplier now; "" all
  std::string brand;          ///< name, however written, or id; "" all
  std::string category;       ///< path ("Maison > Cuisine") or id, with all below it; "" all
  std::optional<bool> has_gtin, in_stock;
  std::optional<bool> is_withdrawn;             ///< true: nobody offers it now
  std::optional<std::int64_t> lowest, highest;  ///< best purchase price, in 1/10000
  std::optional<base::Timestamp> updated_since;

  ProductOrder order = ProductOrder::relevance;  ///< relevance without text is the order of creation
  bool descending = false;
  std::uint64_t size = 50;
  std::string cursor;      ///< ProductPage::next_cursor of the page before; "" from the start
  std::uint64_t page = 1;  ///< 1-based, used without cursor
  bool with_total = true;
};

/// What products are counted by.
enum class ProductGroup : std::uint8_t { supplier, brand, category };

/// How many products of a list have one supplier, brand or category.
struct FacetCount {
  std::string key;  ///< supplier code, brand id, category id
  std::string name;
  std::uint64_t products = 0;
};

/// The commonest suppliers, brands and categories of a list, at most 50 each. When the list is longer than
/// most_counted, its first ones were counted.
struct ProductFacets {
  std::vector<FacetCount> suppliers, brands, categories;
};

/// Lists are counted up to here; beyond it is "more".
inline constexpr std::uint64_t most_counted = 10'000;

inline constexpr base::ProblemKind cursor_invalid{"catalog.cursor_invalid", "Cursor is not valid", 422,
                                                  base::LogLevel::info};

/// Makes lists and searches know all that merges have committed, in short transactions of its own. Costs nothing when
/// there is nothing new; killed anywhere or asked to stop, the next call goes on. Returns how many products were read
/// anew. Call it when a merge has finished, and now and then.
base::Result<std::uint64_t> refresh_search(platform::db::Connection& connection, const std::stop_token& stop = {});

/// The same for products changed otherwise than by a merge, inside the caller's transaction.
base::Result<> refresh_search_of(platform::db::Connection& connection, std::span<const base::Uuid> products);

}  // namespace catalog
