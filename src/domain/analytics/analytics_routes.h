#pragma once

#include "domain/analytics/analytics.h"
#include "domain/analytics/dashboard.h"
#include "platform/http/route.h"

namespace analytics {

struct AnalyticsRouteParts {
  AnalyticsService& analytics;
  DashboardService& dashboard;
  ListSuppliers suppliers;
};

/// /dashboard, /analytics/imports, and the exports of reports.
platform::http::RouteTable analytics_routes(const AnalyticsRouteParts& parts);

}  // namespace analytics
