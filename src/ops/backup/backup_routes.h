#pragma once

#include "ops/backup/backup_tasks.h"
#include "platform/http/audit_sink.h"
#include "platform/http/route.h"

namespace backup {

/// What the routes work with; must outlive every answer.
struct BackupRouteParts {
  platform::db::Database& main;
  BackupTasks& tasks;
  platform::http::AuditSink audit;
};

/// /monitoring/backups
platform::http::RouteTable backup_routes(const BackupRouteParts& parts);

}  // namespace backup
