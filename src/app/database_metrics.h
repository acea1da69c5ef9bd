#pragma once

#include <vector>

#include "platform/db/database.h"
#include "platform/telemetry/metrics.h"

namespace app {

/// What each database's pool and statements do in this process. The databases must outlive the metrics.
void add_database_metrics(platform::telemetry::Metrics& metrics, const std::vector<platform::db::Database*>& databases);

}  // namespace app
