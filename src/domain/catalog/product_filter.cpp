// The query parameters that say which products a list or an export holds.
#include "base/money.h"
#include "domain/catalog/route_groups.h"
#include "platform/http/query_values.h"

namespace catalog {
namespace {

using platform::http::Request;

base::Result<std::optional<std::int64_t>> amount(const Request& request, std::string_view name) {
  const auto value = request.query_value(name);
  if (!value) return std::optional<std::int64_t>{};
  if (const auto number = base::Decimal::parse(*value)) return std::optional(number->units());
  return base::failure(platform::http::request_invalid,
                       "The parameter " + std::string(name) + " cannot be \"" + std::string(*value) + "\".",
                       "Give an amount such as 12.50.", {.field = std::string(name)});
}

}  // namespace

void declare_filter(platform::http::Route& route) {
  route.query("search", "string", "Words of name and brand in any order, or any code or part of one")
      .query("supplier", "string", "Code of a supplier that offers it now")
      .query("brand", "string", "Name or id")
      .query("category", "string", "Path such as Maison > Cuisine, or id; with all below it")
      .query("has_gtin", "boolean", "With or without a GTIN")
      .query("in_stock", "boolean", "With or without stock at any supplier")
      .query("withdrawn", "boolean", "true: nobody offers it now; false: somebody does")
      .query("min_price", "string", "Lowest best purchase price")
      .query("max_price", "string", "Highest best purchase price")
      .query("updated_since", "string", "RFC 3339 time");
}

base::Result<ProductQuery> read_filter(const Request& request) {
  ProductQuery query;
  query.text = platform::http::text_value(request, "search");
  query.supplier_code = platform::http::text_value(request, "supplier");
  query.brand = platform::http::text_value(request, "brand");
  query.category = platform::http::text_value(request, "category");
  ASSIGN_OR_RETURN(query.has_gtin, platform::http::truth_value(request, "has_gtin"));
  ASSIGN_OR_RETURN(query.in_stock, platform::http::truth_value(request, "in_stock"));
  ASSIGN_OR_RETURN(query.is_withdrawn, platform::http::truth_value(request, "withdrawn"));
  ASSIGN_OR_RETURN(query.lowest, amount(request, "min_price"));
  ASSIGN_OR_RETURN(query.highest, amount(request, "max_price"));
  ASSIGN_OR_RETURN(query.updated_since, platform::http::time_value(request, "updated_since"));
  return query;
}

}  // namespace catalog
