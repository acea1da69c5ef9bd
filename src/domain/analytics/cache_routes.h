#pragma once

#include "domain/analytics/monitoring_routes.h"

namespace analytics {

/// /cache, of monitoring_routes().
void add_cache_routes(platform::http::RouteTable& table, const MonitoringRouteParts& parts);

inline constexpr base::ProblemKind cache_space_unknown{"cache.space_unknown", "No such part of the cache", 404,
                                                       base::LogLevel::info};

}  // namespace analytics
