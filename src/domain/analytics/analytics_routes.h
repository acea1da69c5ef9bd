#pragma once

#include "domain/analytics/analytics.h"
#include "domain/analytics/dashboard.h"
#include "platform/http/route.h"

namespace analytics {

struct AnalyticsRouteParts {
  AnalyticsService& analytics;
  DashboardService& dashboard;
};

/// /dashboard and /analytics/imports with its export.
platform::http::RouteTable analytics_routes(const AnalyticsRouteParts& parts);

}  // namespace analytics
