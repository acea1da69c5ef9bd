// The pictures that products show, for whoever fetches them.
#include "base/text.h"
#include "domain/catalog/catalog_store.h"
#include "domain/catalog/list_text.h"

namespace catalog::store {
namespace {

using platform::db::Row;
using platform::db::Statement;

constexpr Statement images_changed{
    "catalog.products.images_changed_by",
    "SELECT p.id, p.image_urls FROM products p WHERE p.merged_into IS NULL AND p.id > :p1 AND p.id IN "
    "(SELECT o.product_id FROM change_items c JOIN offers o ON o.id = c.offer_id WHERE c.change_set_id = :p2) "
    "ORDER BY p.id LIMIT :p3"};
constexpr Statement images_of_one{"catalog.products.images",
                                  "SELECT id, image_urls FROM products WHERE id = :p1 AND merged_into IS NULL"};
constexpr Statement shown_of{"catalog.products.shown_of",
                             "SELECT id FROM products WHERE merged_into IS NULL AND id IN "
                             "(SELECT value FROM json_each(:p1))",
                             "SELECT id FROM products WHERE merged_into IS NULL AND id = ANY(CAST(:p1 AS uuid[]))"};

CatalogService::ProductImages images_of(const Row& row) {
  CatalogService::ProductImages images{row.uuid(0), {}};
  const std::string urls = row.text(1);
  for (const std::string_view url : base::split(urls, '\n')) {
    if (const auto trimmed = base::trim(url); !trimmed.empty()) images.urls.emplace_back(trimmed);
  }
  return images;
}

}  // namespace

base::Result<std::vector<CatalogService::ProductImages>> images_changed_by(Connection& connection,
                                                                           base::Uuid change_set_id, base::Uuid after,
                                                                           std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(images_changed, after, change_set_id, limit));
  std::vector<CatalogService::ProductImages> products;
  for (const Row& row : rows) products.push_back(images_of(row));
  return products;
}

base::Result<std::optional<CatalogService::ProductImages>> images_of_product(Connection& connection, base::Uuid id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(images_of_one, id));
  return row ? std::optional(images_of(*row)) : std::nullopt;
}

base::Result<std::vector<base::Uuid>> shown_products_of(Connection& connection, std::span<const base::Uuid> ids) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(shown_of, list_text(connection.engine(), ids)));
  std::vector<base::Uuid> shown;
  for (const Row& row : rows) shown.push_back(row.uuid(0));
  return shown;
}

}  // namespace catalog::store
