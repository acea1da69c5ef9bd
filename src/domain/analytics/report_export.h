#pragma once

#include <string>

#include "domain/analytics/analytics_views.h"

namespace analytics {

/// The figures as a table, a line for each day or supplier.
std::string report_csv(const ImportsReportView& report);
std::string report_workbook(const ImportsReportView& report);

}  // namespace analytics
