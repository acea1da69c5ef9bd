#pragma once

#include "domain/catalog/catalog.h"
#include "domain/suppliers/suppliers_routes.h"
#include "platform/http/route.h"

namespace catalog {

/// What the catalogue's routes work with. The service must outlive every answer, streamed ones too.
struct CatalogRouteParts {
  CatalogService& catalog;
  suppliers::AuditSink audit;
};

/// /products, /offers, /brands and /categories.
platform::http::RouteTable catalog_routes(const CatalogRouteParts& parts);

}  // namespace catalog
