#include "domain/analytics/analytics_routes.h"

#include "domain/analytics/analytics_views.h"
#include "domain/analytics/report_export.h"
#include "platform/http/attachment.h"
#include "platform/http/query_values.h"

namespace analytics {
namespace {

namespace http = platform::http;
using http::Request;

constexpr int usual_days = 30, most_days = 366;
constexpr std::int64_t day_microseconds = 86'400'000'000;

/// Midnight UTC at the beginning of the day in the parameter; nothing when it is absent.
base::Result<std::optional<base::Timestamp>> day_value(const Request& request, std::string_view name) {
  const std::string text = http::text_value(request, name);
  if (text.empty()) return std::optional<base::Timestamp>{};
  constexpr std::size_t day_length = 10;
  if (text.size() == day_length) {
    if (const auto day = base::Timestamp::parse(text + "T00:00:00Z")) return std::optional(*day);
  }
  return base::failure(http::request_invalid, "The query parameter " + std::string(name) + " is \"" + text + "\".",
                       "Give a day such as 2026-11-22.", {.field = std::string(name)});
}

base::Result<ImportsQuery> read_query(const Request& request) {
  ASSIGN_OR_RETURN(const auto from, day_value(request, "from"));
  ASSIGN_OR_RETURN(const auto to, day_value(request, "to"));
  const base::Timestamp last = to.value_or(base::Timestamp::now());
  const base::Timestamp first = from.value_or(last + std::chrono::microseconds(-(usual_days - 1) * day_microseconds));
  ImportsQuery query{day_of(first), day_of(last), http::text_value(request, "supplier"), {}};
  if (query.from > query.to || (last - first).count() > most_days * day_microseconds) {
    return base::failure(http::request_invalid, "The days asked for are " + query.from + " to " + query.to + ".",
                         "Ask for at most 366 days, the earlier one in `from`.", {.field = "from"});
  }
  ASSIGN_OR_RETURN(const auto group, http::choice_value(request, "group", {"day", "supplier"}));
  query.grouping = group == "day" ? Grouping::day : Grouping::supplier;
  return query;
}

base::Result<ImportsReportView> report(const AnalyticsRouteParts& parts, const ImportsQuery& query) {
  RETURN_IF_FAILED(parts.analytics.catch_up());
  ASSIGN_OR_RETURN(const ImportsReport figures, parts.analytics.imports(query));
  return view_of(query, figures);
}

/// The report as a file "<name>-2026-11-01-2026-11-30.csv", in the format asked for.
template <class Write>
base::Result<http::Response> file_of(const Request& request, const ImportsReportView& view, const char* name,
                                     Write write) {
  ASSIGN_OR_RETURN(const std::string_view asked, http::choice_value(request, "format", {"csv", "xlsx"}));
  const TableFormat format = asked == "csv" ? TableFormat::csv : TableFormat::xlsx;
  http::Response response;
  response.set("Content-Type", std::string(content_type(format)));
  response.set("Content-Disposition",
               http::attachment(std::string(name) + "-" + view.from + "-" + view.to + "." + std::string(asked)));
  ASSIGN_OR_RETURN(response.body, write(format));
  return response;
}

base::Result<http::Response> export_imports(const AnalyticsRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(const ImportsQuery query, read_query(request));
  ASSIGN_OR_RETURN(const ImportsReportView view, report(parts, query));
  return file_of(request, view, "imports", [&](TableFormat format) { return imports_table(view, format); });
}

base::Result<http::Response> export_suppliers(const AnalyticsRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(ImportsQuery query, read_query(request));
  query.supplier.clear();
  query.grouping = Grouping::supplier;
  ASSIGN_OR_RETURN(const ImportsReportView view, report(parts, query));
  ASSIGN_OR_RETURN(auto suppliers, parts.suppliers());
  return file_of(request, view, "suppliers",
                 [&](TableFormat format) { return suppliers_table(view, std::move(suppliers), format); });
}

http::Route& with_period(http::Route& route) {
  return route.query("from", "string", "First day, such as 2026-11-01, in UTC; 30 days before the last when absent")
      .query("to", "string", "Last day; today when absent")
      .problems({&http::request_invalid});
}

http::Route& with_query(http::Route& route) {
  return with_period(route)
      .query("supplier", "string", "Code of a supplier; all when absent")
      .query("group", "string", "day or supplier (day)");
}

http::Route& as_file(http::Route& route) {
  return route.query("format", "string", "csv or xlsx (csv)").permission("analytics.export").content("text/csv");
}

}  // namespace

http::RouteTable analytics_routes(const AnalyticsRouteParts& parts) {
  http::RouteTable table;
  table.push_back(http::get("/dashboard", "get_dashboard", "analytics", "The state of catalogue, feeds and imports")
                      .permission("analytics.read")
                      .answers([parts](const Request&) -> base::Result<DashboardView> {
                        ASSIGN_OR_RETURN(const Dashboard board, parts.dashboard.read());
                        return view_of(board);
                      }));
  http::Route figures = http::get("/analytics/imports", "get_import_figures", "analytics",
                                  "What imports came to, by day or supplier: rows, times, rejects, problems by code");
  table.push_back(with_query(figures)
                      .permission("analytics.read")
                      .answers([parts](const Request& request) -> base::Result<ImportsReportView> {
                        ASSIGN_OR_RETURN(const ImportsQuery query, read_query(request));
                        return report(parts, query);
                      }));
  http::Route file = http::get("/analytics/imports/export", "export_import_figures", "analytics",
                               "The same by day or supplier, as CSV or XLSX");
  table.push_back(
      as_file(with_query(file)).answers([parts](const Request& request) { return export_imports(parts, request); }));
  http::Route suppliers = http::get("/analytics/suppliers/export", "export_supplier_figures", "analytics",
                                    "Each supplier with its products and what its imports came to, as CSV or XLSX");
  table.push_back(as_file(with_period(suppliers)).answers([parts](const Request& request) {
    return export_suppliers(parts, request);
  }));
  return table;
}

}  // namespace analytics
