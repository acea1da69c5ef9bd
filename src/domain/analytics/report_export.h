#pragma once

#include <string>
#include <vector>

#include "domain/analytics/analytics.h"
#include "domain/analytics/analytics_views.h"
#include "platform/sheets/table_stream.h"

namespace analytics {

using platform::sheets::TableFormat;

/// The figures as a table, a line for each day or supplier.
base::Result<std::string> imports_table(const ImportsReportView& report, TableFormat format);

/// Each supplier with its products and its figures in a report by supplier, in order of their codes.
base::Result<std::string> suppliers_table(const ImportsReportView& report, std::vector<SupplierFacts> suppliers,
                                          TableFormat format);

}  // namespace analytics
