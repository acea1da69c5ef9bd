// Offers, brands, categories, and the export of products.
#include <map>
#include <memory>

#include "domain/catalog/product_export.h"
#include "domain/catalog/product_views.h"
#include "domain/catalog/route_groups.h"
#include "platform/http/attachment.h"
#include "platform/http/query_values.h"

namespace catalog {

namespace http = platform::http;
using http::Request;

struct OfferListView {
  std::vector<OfferView> items;
  std::optional<base::Uuid> next_cursor;
};
BOOST_DESCRIBE_STRUCT(OfferListView, (), (items, next_cursor))

struct BrandView {
  base::Uuid id;
  std::string name;
  std::uint64_t products = 0;
};
BOOST_DESCRIBE_STRUCT(BrandView, (), (id, name, products))

struct BrandListView {
  std::vector<BrandView> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(BrandListView, (), (items, next_cursor))

struct CategoryView {
  base::Uuid id;
  std::string name, path;
  std::uint64_t products = 0;
  std::vector<CategoryView> children;
};
BOOST_DESCRIBE_STRUCT(CategoryView, (), (id, name, path, products, children))

struct CategoryTreeView {
  std::vector<CategoryView> items;
};
BOOST_DESCRIBE_STRUCT(CategoryTreeView, (), (items))

namespace {

base::Result<std::optional<base::Uuid>> id_value(const Request& request, std::string_view name) {
  const auto value = request.query_value(name);
  if (!value) return std::optional<base::Uuid>{};
  if (const auto id = base::Uuid::parse(*value)) return id;
  return base::failure(http::request_invalid,
                       "The parameter " + std::string(name) + " cannot be \"" + std::string(*value) + "\".",
                       "Give an id such as 0190b0c0-0000-7000-8000-000000000000.", {.field = std::string(name)});
}

base::Result<OfferListView> list_offers(CatalogService& catalog, const Request& request) {
  OfferQuery query;
  query.supplier_code = http::text_value(request, "supplier");
  ASSIGN_OR_RETURN(query.product_id, id_value(request, "product_id"));
  ASSIGN_OR_RETURN(query.is_withdrawn, http::truth_value(request, "withdrawn"));
  ASSIGN_OR_RETURN(query.after, id_value(request, "cursor"));
  ASSIGN_OR_RETURN(query.size, http::number_value(request, "limit", 50, 1, 200));
  const std::uint64_t size = query.size++;
  ASSIGN_OR_RETURN(auto offers, catalog.offers(query));
  OfferListView view;
  if (offers.size() > size) {
    offers.resize(size);
    view.next_cursor = offers.back().offer.id;
  }
  for (const ListedOffer& listed : offers) view.items.push_back(view_of(listed.offer, listed.product_id));
  return view;
}

base::Result<BrandListView> list_brands(CatalogService& catalog, const Request& request) {
  ASSIGN_OR_RETURN(const std::uint64_t size, http::number_value(request, "limit", 50, 1, 200));
  ASSIGN_OR_RETURN(const auto brands,
                   catalog.brands(http::text_value(request, "search"), http::text_value(request, "cursor"), size + 1));
  BrandListView view;
  for (const Brand& brand : brands) {
    if (view.items.size() == size) {
      view.next_cursor = view.items.back().name;
      break;
    }
    view.items.push_back({brand.id, brand.name, brand.products});
  }
  return view;
}

using Children = std::map<std::optional<base::Uuid>, std::vector<const Category*>>;

std::vector<CategoryView> subtree(const Children& children, const std::optional<base::Uuid>& parent) {
  std::vector<CategoryView> views;
  const auto found = children.find(parent);
  if (found == children.end()) return views;
  for (const Category* category : found->second) {
    views.push_back(
        {category->id, category->name, category->path, category->products, subtree(children, category->id)});
  }
  return views;
}

base::Result<CategoryTreeView> category_tree(CatalogService& catalog) {
  ASSIGN_OR_RETURN(const auto categories, catalog.categories());
  Children children;
  for (const Category& category : categories) children[category.parent_id].push_back(&category);
  return CategoryTreeView{subtree(children, std::nullopt)};
}

/// An answer that is kept as a file of this name, "products" becoming "products.csv".
http::Response file_answer(std::string_view name, std::string_view format, std::string_view content_type) {
  http::Response response;
  response.set("Content-Type", std::string(content_type));
  response.set("Content-Disposition", http::attachment(std::string(name) + "." + std::string(format)));
  return response;
}

TableFormat table_of(std::string_view format) {
  return format == "xlsx" ? TableFormat::xlsx : TableFormat::csv;
}

base::Result<http::Response> export_products(CatalogService& catalog, const Request& request) {
  ASSIGN_OR_RETURN(ProductQuery query, read_filter(request));
  ASSIGN_OR_RETURN(const std::string_view format, http::choice_value(request, "format", {"csv", "ndjson", "xlsx"}));
  const auto table = format == "ndjson" ? std::nullopt : std::optional(table_of(format));
  auto response = file_answer("products", format, table ? content_type(*table) : "application/x-ndjson");
  const auto pieces = std::make_shared<ProductExport>(catalog, std::move(query), table);
  response.stream = [pieces](std::string& out) { return pieces->next(out); };
  return response;
}

base::Result<http::Response> export_counts(CatalogService& catalog, const Request& request) {
  ASSIGN_OR_RETURN(const ProductQuery query, read_filter(request));
  ASSIGN_OR_RETURN(const std::string_view by, http::choice_value(request, "by", {"supplier", "brand", "category"}));
  ASSIGN_OR_RETURN(const std::string_view format, http::choice_value(request, "format", {"csv", "xlsx"}));
  const ProductGroup group = by == "brand"      ? ProductGroup::brand
                             : by == "category" ? ProductGroup::category
                                                : ProductGroup::supplier;
  ASSIGN_OR_RETURN(auto counts, catalog.counts(query, group));
  auto response = file_answer("products-by-" + std::string(by), format, content_type(table_of(format)));
  const auto pieces = std::make_shared<CountsExport>(std::move(counts), table_of(format));
  response.stream = [pieces](std::string& out) { return pieces->next(out); };
  return response;
}

http::Route counts_route(CatalogService& catalog) {
  http::Route route = http::get("/products/counts/export", "export_product_counts", "products",
                                "Count products by supplier, brand or category, all of them, as CSV or XLSX");
  route.permission("products.export").content("text/csv").problems({&http::request_invalid});
  declare_filter(route);
  route.query("by", "string", "supplier, brand or category (supplier)")
      .query("format", "string", "csv or xlsx (csv)")
      .answers([&catalog](const Request& request) { return export_counts(catalog, request); });
  return route;
}

}  // namespace

void add_export_route(http::RouteTable& table, const CatalogRouteParts& parts) {
  http::Route route = http::get("/products/export", "export_products", "products",
                                "Export products as CSV, NDJSON or XLSX, in constant memory");
  route.permission("products.export").content("text/csv").problems({&http::request_invalid});
  declare_filter(route);
  route.query("format", "string", "csv (safe to open in a spreadsheet), ndjson or xlsx")
      .answers([&catalog = parts.catalog](const Request& request) { return export_products(catalog, request); });
  table.push_back(std::move(route));
  table.push_back(counts_route(parts.catalog));
}

void add_listing_routes(http::RouteTable& table, const CatalogRouteParts& parts) {
  CatalogService& catalog = parts.catalog;
  table.push_back(http::get("/offers", "list_offers", "products", "List offers")
                      .permission("products.read")
                      .query("supplier", "string", "Code of the supplier")
                      .query("product_id", "string", "Offers of this product")
                      .query("withdrawn", "boolean", "Only withdrawn ones, or only active ones")
                      .query("cursor", "string", "next_cursor of the page before")
                      .query("limit", "integer", "Offers a page, 1 to 200 (50)")
                      .problems({&http::request_invalid})
                      .answers([&catalog](const Request& request) { return list_offers(catalog, request); }));
  table.push_back(http::get("/brands", "list_brands", "products", "List brands with their number of products")
                      .permission("products.read")
                      .query("search", "string", "Part of the name, accents ignored")
                      .query("cursor", "string", "next_cursor of the page before")
                      .query("limit", "integer", "Brands a page, 1 to 200 (50)")
                      .problems({&http::request_invalid})
                      .answers([&catalog](const Request& request) { return list_brands(catalog, request); }));
  table.push_back(http::get("/categories", "list_categories", "products", "Show the tree of categories")
                      .permission("products.read")
                      .answers([&catalog](const Request&) { return category_tree(catalog); }));
}

}  // namespace catalog
