// Products whose stock a change set has let fall.
#include "domain/catalog/catalog_store.h"

namespace catalog::store {
namespace {

using platform::db::Row;
using platform::db::Statement;

// What a product had before is what its offers had when the change set took effect. flags 16: stock down.
constexpr Statement fallen_below{
    "catalog.change_sets.fallen_below",
    "SELECT f.product_id, p.name, p.gtin, f.left_now FROM ("
    "SELECT t.product_id, "
    "COALESCE((SELECT SUM(n.stock) FROM offers n WHERE n.product_id = t.product_id AND n.withdrawn_at IS NULL), 0) "
    "AS left_now, "
    "COALESCE((SELECT SUM(h.stock) FROM offers b JOIN stock_history h ON h.offer_id = b.id "
    "WHERE b.product_id = t.product_id AND h.valid_from < t.effective_at "
    "AND (h.valid_to IS NULL OR h.valid_to >= t.effective_at)), 0) AS left_before "
    "FROM (SELECT DISTINCT o.product_id, s.effective_at FROM change_items i JOIN change_sets s ON s.id = "
    "i.change_set_id "
    "JOIN offers o ON o.id = i.offer_id "
    "WHERE i.change_set_id = :p1 AND (i.kind = 'withdrawn' OR (i.flags & 16) <> 0)) t) f "
    "JOIN products p ON p.id = f.product_id "
    "WHERE f.left_now < :p2 AND f.left_before >= :p3 ORDER BY f.product_id LIMIT :p4"};

}  // namespace

base::Result<std::vector<CatalogService::LowStock>> fallen_stock(Connection& connection, base::Uuid change_set_id,
                                                                 std::int64_t threshold, std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(fallen_below, change_set_id, threshold, threshold, limit));
  std::vector<CatalogService::LowStock> products;
  for (const Row& row : rows) products.push_back({row.uuid(0), row.text(1), row.text(2), row.integer(3)});
  return products;
}

}  // namespace catalog::store
