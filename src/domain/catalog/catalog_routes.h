#pragma once

#include "domain/catalog/catalog.h"
#include "platform/cache/cache.h"
#include "platform/db/data_version.h"
#include "platform/http/audit_sink.h"
#include "platform/http/route.h"

namespace catalog {

/// What the catalogue's routes work with. The service must outlive every answer, streamed ones too. With a cache and
/// the version of the catalogue's database, products are rendered once until the catalogue changes.
struct CatalogRouteParts {
  CatalogService& catalog;
  platform::http::AuditSink audit;
  platform::cache::Cache* cache = nullptr;
  platform::db::DataVersion* version = nullptr;
};

/// /products, /offers, /brands and /categories.
platform::http::RouteTable catalog_routes(const CatalogRouteParts& parts);

}  // namespace catalog
