#include "domain/catalog/catalog_routes.h"

#include <algorithm>

#include "base/text.h"
#include "domain/catalog/product_cache.h"
#include "domain/catalog/product_views.h"
#include "domain/catalog/route_groups.h"
#include "platform/http/conditional.h"
#include "platform/http/query_values.h"

namespace catalog {
namespace {

namespace http = platform::http;
using http::Request;

constexpr std::uint64_t most_per_page = 200;

ProductOrder order_of(std::string_view name) {
  if (name == "name") return ProductOrder::name;
  if (name == "updated_at") return ProductOrder::updated_at;
  if (name == "price") return ProductOrder::price;
  if (name == "stock") return ProductOrder::stock;
  return name == "id" ? ProductOrder::id : ProductOrder::relevance;
}

/// The names in the parameter `fields`; empty for all.
base::Result<std::vector<std::string_view>> wanted_fields(const Request& request) {
  std::vector<std::string_view> fields;
  const auto value = request.query_value("fields");
  if (!value || value->empty()) return fields;
  for (const std::string_view name : base::split(*value, ',')) {
    bool known = false;
    http::codec_detail::for_each_member<ProductView>([&](std::string_view member, auto) { known |= member == name; });
    if (!known) {
      return base::failure(http::request_invalid, "Products have no field \"" + std::string(name) + "\".",
                           "Give names such as id,name,gtin with commas between them.", {.field = "fields"});
    }
    fields.push_back(name);
  }
  return fields;
}

/// The list's JSON, its items cut down to the wanted fields.
std::string list_json(const ProductListView& view, const std::vector<std::string_view>& fields) {
  std::string text = http::to_json(view);
  if (fields.empty()) return text;
  boost::json::value json = boost::json::parse(text);
  for (boost::json::value& item : json.at("items").as_array()) {
    boost::json::object cut;
    for (const std::string_view field : fields) cut[field] = item.at(field);
    item = std::move(cut);
  }
  return boost::json::serialize(json);
}

base::Result<ProductQuery> read_query(const Request& request) {
  ASSIGN_OR_RETURN(ProductQuery query, read_filter(request));
  ASSIGN_OR_RETURN(const auto sort,
                   http::sort_value(request, {"relevance", "id", "name", "updated_at", "price", "stock"}));
  query.order = order_of(sort.by);
  query.descending = sort.descending && query.order != ProductOrder::relevance;
  ASSIGN_OR_RETURN(query.size, http::number_value(request, "limit", 50, 1, most_per_page));
  ASSIGN_OR_RETURN(query.page, http::number_value(request, "page", 1, 1, most_counted));
  query.cursor = http::text_value(request, "cursor");
  // A reader who goes on by cursor was told the total with the first page.
  query.with_total = query.cursor.empty();
  return query;
}

base::Result<std::string> render_list(const CatalogRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(const ProductQuery query, read_query(request));
  ASSIGN_OR_RETURN(const auto fields, wanted_fields(request));
  ASSIGN_OR_RETURN(const auto with_facets, http::truth_value(request, "facets"));
  ASSIGN_OR_RETURN(const ProductPage page, parts.catalog.search(query));
  ProductListView view;
  view.items.reserve(page.products.size());
  for (const Product& product : page.products) view.items.push_back(view_of(product));
  if (!page.next_cursor.empty()) view.next_cursor = page.next_cursor;
  view.total = page.total;
  view.more_than_total = page.has_more_than_total;
  if (!page.corrected_text.empty()) view.corrected_text = page.corrected_text;
  if (with_facets.value_or(false)) {
    ASSIGN_OR_RETURN(const ProductFacets facets, parts.catalog.facets(query));
    view.facets = view_of(facets);
  }
  return list_json(view, fields);
}

/// A list depends on nothing but its address and the catalogue, so it is kept as long as that does not change.
base::Result<http::Response> list_products(const CatalogRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(std::string body,
                   rendered(parts, "list:" + request.target, [&] { return render_list(parts, request); }));
  return http::json_response(std::move(body));
}

http::Route list_route(const CatalogRouteParts& parts) {
  http::Route route = http::get("/products", "list_products", "products", "List and search products");
  route.permission("products.read").problems({&http::request_invalid, &cursor_invalid});
  declare_filter(route);
  route.query("sort", "string", "relevance, id, name, updated_at, price or stock; '-' before it for descending")
      .query("cursor", "string", "next_cursor of the page before, with the same sort and filters")
      .query("page", "integer", "From 1; used without cursor")
      .query("limit", "integer", "Products a page, 1 to 200 (50)")
      .query("fields", "string", "Names of fields with commas between them; all when absent")
      .query("facets", "boolean", "Count suppliers, brands and categories of the list")
      .answers([parts](const Request& request) { return list_products(parts, request); });
  route.output = [](boost::json::object& components) {
    boost::json::value list = http::schema_of<ProductListView>(components);
    // The parameter `fields` leaves members out.
    components[http::codec_detail::component_name(typeid(ProductView))].as_object()["required"] = boost::json::array{};
    return list;
  };
  return route;
}

/// A route about one product.
template <class Read>
http::Route product_route(const std::string& below, std::string name, std::string summary, Read read) {
  http::Route route = http::get("/products/{id}" + below, std::move(name), "products", std::move(summary));
  route.permission("products.read").problems({&product_unknown}).answers([read](const Request& request) {
    return read(request.parameter("id"));
  });
  return route;
}

http::Route detail_route(const CatalogRouteParts& parts) {
  http::Route route = product_route("", "get_product",
                                    "Show a product with its offers; by id, GTIN in any length, or supplier:reference",
                                    [parts](std::string_view key) -> base::Result<http::Response> {
                                      ASSIGN_OR_RETURN(RenderedProduct product, rendered_product(parts, key));
                                      http::Response response = http::json_response(std::move(product.body));
                                      response.set("ETag", std::move(product.etag));
                                      return response;
                                    });
  route.output = [](boost::json::object& components) { return http::schema_of<ProductDetailView>(components); };
  return route;
}

}  // namespace

std::string etag_of(const ProductDetail& detail) {
  base::Timestamp latest = detail.product.updated_at;
  for (const Offer& offer : detail.offers) latest = std::max(latest, offer.changed_at);
  return http::etag_of(detail.product.id.to_string() + detail.product.updated_at.to_string() + latest.to_string() +
                       std::to_string(detail.offers.size()));
}

void add_product_routes(http::RouteTable& table, const CatalogRouteParts& parts) {
  CatalogService& catalog = parts.catalog;
  table.push_back(list_route(parts));
  table.push_back(detail_route(parts));
  table.push_back(product_route("/prices", "get_product_prices", "Show the price history of a product's offers",
                                [&catalog](std::string_view key) -> base::Result<HistoryView> {
                                  ASSIGN_OR_RETURN(const auto entries, catalog.prices(key));
                                  return view_of(entries);
                                }));
  table.push_back(product_route("/stock", "get_product_stock", "Show the stock history of a product's offers",
                                [&catalog](std::string_view key) -> base::Result<HistoryView> {
                                  ASSIGN_OR_RETURN(const auto entries, catalog.stocks(key));
                                  return view_of(entries);
                                }));
  table.push_back(product_route("/provenance", "get_product_provenance",
                                "Say which supplier, file and row, or which person's hand, set each field",
                                [&catalog](std::string_view key) -> base::Result<ProvenanceView> {
                                  ASSIGN_OR_RETURN(const auto entries, catalog.provenance(key));
                                  return view_of(entries);
                                }));
}

http::RouteTable catalog_routes(const CatalogRouteParts& parts) {
  http::RouteTable table;
  add_export_route(table, parts);
  add_product_routes(table, parts);
  add_edit_routes(table, parts);
  add_listing_routes(table, parts);
  return table;
}

}  // namespace catalog
