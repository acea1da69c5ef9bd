#pragma once

#include "domain/suppliers/sources.h"
#include "domain/suppliers/sources_tasks.h"
#include "domain/suppliers/suppliers_routes.h"
#include "platform/client/http_client.h"
#include "platform/http/audit_sink.h"
#include "platform/http/route.h"

namespace suppliers {

/// What the routes work with; must outlive every answer.
struct SourceRouteParts {
  SourceService& sources;
  SupplierService& suppliers;
  SourceFetcher& fetcher;
  const platform::client::HttpClient& client;
  platform::http::AuditSink audit;
  /// Told after a source was deleted: the schedules that fetch it go, too.
  std::function<base::Result<RemovedWithSource>(base::Uuid source_id)> on_deleted{};
};

/// /sources and /suppliers/{code}/sources.
platform::http::RouteTable source_routes(const SourceRouteParts& parts);

}  // namespace suppliers
