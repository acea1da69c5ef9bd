// The pictures that products show, for whoever fetches them.
#include <unordered_set>

#include "base/text.h"
#include "domain/catalog/catalog_store.h"
#include "domain/catalog/list_text.h"

namespace catalog::store {
namespace {

using platform::db::Row;
using platform::db::Statement;

constexpr Statement images_changed{
    "catalog.products.images_changed_by",
    "SELECT c.source_row, c.offer_id, p.id, p.image_urls FROM (SELECT source_row, offer_id FROM change_items "
    "WHERE change_set_id = :p1 AND source_row >= :p2 AND (source_row > :p3 OR offer_id > :p4) "
    "ORDER BY source_row, offer_id LIMIT :p5) c LEFT JOIN offers o ON o.id = c.offer_id "
    "LEFT JOIN products p ON p.id = o.product_id AND p.merged_into IS NULL ORDER BY c.source_row, c.offer_id"};
constexpr Statement images_of_one{"catalog.products.images",
                                  "SELECT id, image_urls FROM products WHERE id = :p1 AND merged_into IS NULL"};
constexpr Statement shown_of{"catalog.products.shown_of",
                             "SELECT id FROM products WHERE merged_into IS NULL AND id IN "
                             "(SELECT value FROM json_each(:p1))",
                             "SELECT id FROM products WHERE merged_into IS NULL AND id = ANY(CAST(:p1 AS uuid[]))"};

CatalogService::ProductImages images_of(const Row& row, std::size_t column) {
  CatalogService::ProductImages images{row.uuid(column), {}};
  const std::string urls = row.text(column + 1);
  for (const std::string_view url : base::split(urls, '\n')) {
    if (const auto trimmed = base::trim(url); !trimmed.empty()) images.urls.emplace_back(trimmed);
  }
  return images;
}

}  // namespace

base::Result<CatalogService::ImagesPage> images_changed_by(Connection& connection, base::Uuid change_set_id,
                                                           const CatalogService::ItemPlace& after,
                                                           std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(images_changed, change_set_id, after.source_row, after.source_row,
                                                     after.offer_id, limit));
  CatalogService::ImagesPage page;
  std::unordered_set<base::Uuid> met;
  for (const Row& row : rows) {
    page.next = {static_cast<std::uint64_t>(row.integer(0)), row.uuid(1)};
    if (!row.is_null(2) && met.insert(row.uuid(2)).second) page.products.push_back(images_of(row, 2));
  }
  if (rows.size() < limit) page.next.reset();
  return page;
}

base::Result<std::optional<CatalogService::ProductImages>> images_of_product(Connection& connection, base::Uuid id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(images_of_one, id));
  return row ? std::optional(images_of(*row, 0)) : std::nullopt;
}

base::Result<std::vector<base::Uuid>> shown_products_of(Connection& connection, std::span<const base::Uuid> ids) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(shown_of, list_text(connection.engine(), ids)));
  std::vector<base::Uuid> shown;
  for (const Row& row : rows) shown.push_back(row.uuid(0));
  return shown;
}

}  // namespace catalog::store
