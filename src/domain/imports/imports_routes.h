#pragma once

#include "domain/imports/imports_tasks.h"
#include "domain/imports/uploads.h"
#include "platform/http/audit_sink.h"
#include "platform/http/route.h"
#include "platform/queue/job_queue.h"

namespace imports {

/// What the routes work with. All of it must outlive every answer, streamed ones too.
struct ImportRouteParts {
  ImportService& imports;
  BackgroundImports& background;
  UploadService& uploads;
  suppliers::SupplierService& suppliers;
  platform::queue::JobQueue& queue;
  platform::http::AuditSink audit;
};

/// /imports, /uploads, /detect, /mappings, /suppliers/{code}/mapping(s) and /jobs.
platform::http::RouteTable import_routes(const ImportRouteParts& parts);

}  // namespace imports
