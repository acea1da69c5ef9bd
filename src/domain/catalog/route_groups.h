#pragma once

#include <string>
#include <string_view>

#include "domain/catalog/catalog_routes.h"

namespace catalog {

// The groups catalog_routes() is put together from.
void add_product_routes(platform::http::RouteTable& table, const CatalogRouteParts& parts);
void add_edit_routes(platform::http::RouteTable& table, const CatalogRouteParts& parts);
void add_export_route(platform::http::RouteTable& table, const CatalogRouteParts& parts);
void add_listing_routes(platform::http::RouteTable& table, const CatalogRouteParts& parts);

/// Declares the filters read_filter() reads.
void declare_filter(platform::http::Route& route);
base::Result<ProductQuery> read_filter(const platform::http::Request& request);

/// Changes whenever the product or one of its offers does.
std::string etag_of(const ProductDetail& detail);

}  // namespace catalog
