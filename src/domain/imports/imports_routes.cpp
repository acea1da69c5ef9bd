// Looking at imports, and steering them.
#include "domain/imports/imports_routes.h"

#include <algorithm>
#include <array>
#include <utility>

#include "domain/imports/import_views.h"
#include "domain/imports/imports_route_parts.h"
#include "platform/http/query_values.h"

namespace imports {
namespace {

namespace http = platform::http;
using http::Request;

struct ImportListView {
  std::vector<ImportView> items;
  std::optional<base::Uuid> next_cursor;
};
BOOST_DESCRIBE_STRUCT(ImportListView, (), (items, next_cursor))

struct ImportErrorView {
  std::uint64_t row = 0, line = 0, byte = 0;
  std::string severity, code, field, raw;
  std::vector<std::string> cells;
  boost::json::value problems;
};
BOOST_DESCRIBE_STRUCT(ImportErrorView, (), (row, line, byte, severity, code, field, raw, cells, problems))

struct ImportErrorListView {
  std::vector<ImportErrorView> items;
  std::optional<std::uint64_t> next_after;
};
BOOST_DESCRIBE_STRUCT(ImportErrorListView, (), (items, next_after))

struct LogLineView {
  base::Timestamp at;
  std::string level, message;
};
BOOST_DESCRIBE_STRUCT(LogLineView, (), (at, level, message))

struct LogView {
  std::vector<LogLineView> items;
};
BOOST_DESCRIBE_STRUCT(LogView, (), (items))

struct ChangeView {
  std::string kind;
  base::Uuid offer_id;
  std::string sku, name;
  std::uint64_t row = 0;
  std::optional<boost::json::value> before, after;
};
BOOST_DESCRIBE_STRUCT(ChangeView, (), (kind, offer_id, sku, name, row, before, after))

struct DiffView {
  std::vector<ChangeView> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(DiffView, (), (items, next_cursor))

base::Result<ImportListView> list(const ImportRouteParts& parts, const Request& request) {
  ImportStateQuery query;
  query.supplier = http::text_value(request, "supplier");
  ASSIGN_OR_RETURN(
      const auto status,
      http::choice_value(request, "status", {"", "waiting", "running", "finished", "failed", "cancelled"}));
  query.status = status;
  ASSIGN_OR_RETURN(query.limit, http::number_value(request, "limit", 50, 1, 200));
  ASSIGN_OR_RETURN(query.before, http::cursor_value(request));
  ASSIGN_OR_RETURN(const ImportStatePage page, parts.background.list(query));
  ImportListView view;
  view.next_cursor = page.next;
  for (const ImportState& state : page.imports) view.items.push_back(view_of(state));
  return view;
}

base::Result<ImportState> import_of(const ImportRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(const base::Uuid id, path_id(request, import_unknown));
  return parts.background.find(id);
}

base::Result<ImportReport> report_of(const ImportRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(ImportState state, import_of(parts, request));
  if (state.report) return *std::move(state.report);
  return base::failure(import_not_finished, "Import " + state.id.to_string() + " is " + state.status + ".",
                       "Its report is there once it has finished.");
}

ImportErrorView view_of(const ImportError& error) {
  ImportErrorView view{error.row_number, error.line, error.byte_offset,
                       error.severity,   error.code, error.field,
                       error.raw,        {},         boost::json::parse(error.problems)};
  const boost::json::value cells = boost::json::parse(error.cells);
  for (const boost::json::value& cell : cells.as_array()) view.cells.emplace_back(std::string_view(cell.as_string()));
  return view;
}

base::Result<ImportErrorListView> errors(const ImportRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(const ImportState state, import_of(parts, request));
  ASSIGN_OR_RETURN(const auto severity, http::choice_value(request, "severity", {"", "reject", "warn"}));
  constexpr std::uint64_t last_row = 9'000'000'000'000'000;
  ASSIGN_OR_RETURN(const std::uint64_t after, http::number_value(request, "after", 0, 0, last_row));
  ASSIGN_OR_RETURN(const std::uint64_t limit, http::number_value(request, "limit", 100, 1, 1'000));
  ASSIGN_OR_RETURN(const auto found, parts.imports.errors(state.id, severity, after, limit));
  ImportErrorListView view;
  for (const ImportError& error : found) view.items.push_back(view_of(error));
  if (found.size() == limit) view.next_after = found.back().row_number;
  return view;
}

/// "w" for withdrawals, "c" for the other changes, then row and reference: "c12.AB-1".
base::Result<catalog::ChangeCursor> change_cursor(const Request& request) {
  const std::string text = http::text_value(request, "cursor");
  if (text.empty()) return catalog::ChangeCursor{};
  const std::size_t dot = text.find('.');
  const std::string row = text.substr(1, dot == std::string::npos ? 0 : dot - 1);
  const bool is_number = !row.empty() && row.size() < 18 && row.find_first_not_of("0123456789") == std::string::npos;
  if ((text[0] == 'c' || text[0] == 'w') && is_number)
    return catalog::ChangeCursor{text[0] == 'w', std::stoull(row), text.substr(dot + 1)};
  return http::cursor_refused(text);
}

/// Filters by the names people see them under.
constexpr std::array<std::pair<std::string_view, catalog::ChangeFilter>, 7> change_filters{{
    {"", catalog::ChangeFilter::all},
    {"new", catalog::ChangeFilter::created},
    {"price_up", catalog::ChangeFilter::price_up},
    {"price_down", catalog::ChangeFilter::price_down},
    {"stock_zero", catalog::ChangeFilter::stock_to_zero},
    {"withdrawn", catalog::ChangeFilter::withdrawn},
    {"other", catalog::ChangeFilter::other},
}};

base::Result<catalog::ChangeFilter> change_filter(const Request& request) {
  const std::string name = http::text_value(request, "show");
  const auto* const found =
      std::ranges::find(change_filters, std::string_view(name), [](const auto& known) { return known.first; });
  if (found != change_filters.end()) return found->second;
  return base::failure(http::request_invalid, "The query parameter show is \"" + name + "\".",
                       "Give new, price_up, price_down, stock_zero, withdrawn or other, or leave it out.",
                       {.field = "show"});
}

base::Result<DiffView> diff(const ImportRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(const ImportState state, import_of(parts, request));
  ASSIGN_OR_RETURN(const std::uint64_t limit, http::number_value(request, "limit", 100, 1, 1'000));
  ASSIGN_OR_RETURN(const catalog::ChangeFilter filter, change_filter(request));
  ASSIGN_OR_RETURN(catalog::ChangeCursor after, change_cursor(request));
  DiffView view;
  for (;;) {
    ASSIGN_OR_RETURN(const auto changes, parts.imports.changes(state.id, filter, after, limit - view.items.size()));
    for (const catalog::Change& change : changes) {
      view.items.push_back({change.kind, change.offer_id, change.sku, change.name, change.row, json_of(change.before),
                            json_of(change.after)});
    }
    if (view.items.size() == limit) {
      const ChangeView& last = view.items.back();
      view.next_cursor = (after.is_withdrawn ? "w" : "c") + std::to_string(last.row) + "." + last.sku;
      return view;
    }
    if (after.is_withdrawn) return view;
    after = {true, 0, {}};
  }
}

base::Result<LogView> logs(const ImportRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(const ImportState state, import_of(parts, request));
  ASSIGN_OR_RETURN(const auto lines, parts.imports.log(state.id));
  LogView view;
  for (const LogLine& line : lines) view.items.push_back({line.at, line.level, line.message});
  return view;
}

http::Route one(std::string_view what, std::string name, std::string summary) {
  return std::move(http::get("/imports/{id}" + std::string(what), std::move(name), "imports", std::move(summary))
                       .permission("imports.read"));
}

using Steering = base::Result<ImportState> (*)(const ImportRouteParts&, base::Uuid, const Request&);

/// An operation on one import that gives what has become of it.
void add_steering(http::RouteTable& table, const ImportRouteParts& parts, const std::string& verb,
                  const std::string& permission, const std::string& summary,
                  std::vector<const base::ProblemKind*> problems, Steering steer) {
  table.push_back(http::post("/imports/{id}/" + verb, verb + "_import", "imports", summary)
                      .permission(permission)
                      .status(202)
                      .problems(std::move(problems))
                      .answers([parts, verb, steer](const Request& request) -> base::Result<ImportView> {
                        ASSIGN_OR_RETURN(const base::Uuid id, path_id(request, import_unknown));
                        ASSIGN_OR_RETURN(const ImportState state, steer(parts, id, request));
                        note(parts, request, "import." + verb, "import:" + id.to_string(), {});
                        return view_of(state);
                      }));
}

void add_lists(http::RouteTable& table, const ImportRouteParts& parts) {
  table.push_back(one("/errors", "list_import_errors", "List the rows an import kept, with what is wrong")
                      .query("severity", "string", "reject: in quarantine; warn: imported with a warning")
                      .query("after", "integer", "Rows after this one")
                      .query("limit", "integer", "1 to 1000 (100)")
                      .problems({&import_unknown, &http::request_invalid})
                      .answers([parts](const Request& request) { return errors(parts, request); }));
  table.push_back(one("/diff", "list_import_changes",
                      "List what an import changed or a dry run would change, field by field; of a dry run up to "
                      "20000 changes of each kind are kept, for a week")
                      .query("show", "string",
                             "new, price_up, price_down, stock_zero, withdrawn or other; all when "
                             "absent")
                      .query("cursor", "string", "next_cursor of the page before")
                      .query("limit", "integer", "1 to 1000 (100)")
                      .problems({&import_unknown, &http::request_invalid})
                      .answers([parts](const Request& request) { return diff(parts, request); }));
  table.push_back(one("/logs", "list_import_logs", "Show the log of an import")
                      .problems({&import_unknown})
                      .answers([parts](const Request& request) { return logs(parts, request); }));
}

}  // namespace

void add_reading_routes(http::RouteTable& table, const ImportRouteParts& parts) {
  table.push_back(http::get("/imports", "list_imports", "imports", "List imports, latest first")
                      .permission("imports.read")
                      .query("supplier", "string", "A supplier's code")
                      .query("status", "string", "waiting, running, finished, failed or cancelled")
                      .query("cursor", "string", "next_cursor of the page before")
                      .query("limit", "integer", "1 to 200 (50)")
                      .problems({&http::request_invalid})
                      .answers([parts](const Request& request) { return list(parts, request); }));
  table.push_back(one("", "get_import", "Show an import and where it is")
                      .problems({&import_unknown})
                      .answers([parts](const Request& request) -> base::Result<ImportView> {
                        ASSIGN_OR_RETURN(const ImportState state, import_of(parts, request));
                        return view_of(state);
                      }));
  table.push_back(one("/report", "get_import_report", "Show the whole report of a finished import")
                      .problems({&import_unknown, &import_not_finished})
                      .answers([parts](const Request& request) -> base::Result<boost::json::value> {
                        ASSIGN_OR_RETURN(const ImportReport report, report_of(parts, request));
                        return boost::json::parse(to_json(report));
                      }));
  table.push_back(one("/ledger", "get_import_ledger", "Show what became of every row")
                      .problems({&import_unknown, &import_not_finished})
                      .answers([parts](const Request& request) -> base::Result<LedgerView> {
                        ASSIGN_OR_RETURN(const ImportReport report, report_of(parts, request));
                        return ledger_of(report);
                      }));
  add_lists(table, parts);
}

void add_steering_routes(http::RouteTable& table, const ImportRouteParts& parts) {
  namespace queue = platform::queue;
  add_steering(table, parts, "cancel", "imports.cancel", "Stop an import between two batches; it can be resumed",
               {&import_unknown, &import_runs_elsewhere, &queue::job_is_over},
               [](const ImportRouteParts& p, base::Uuid id, const Request&) { return p.background.cancel(id); });
  add_steering(table, parts, "resume", "imports.start", "Go on with a failed or cancelled import where it stopped",
               {&import_unknown, &import_not_resumable, &queue::job_is_unfinished},
               [](const ImportRouteParts& p, base::Uuid id, const Request& request) {
                 return p.background.resume(id, name_of(request));
               });
  add_steering(table, parts, "retry", "imports.start", "Import the same file in the same way once more",
               {&import_unknown, &upload_unknown},
               [](const ImportRouteParts& p, base::Uuid id, const Request& request) {
                 return p.background.retry(id, name_of(request));
               });
}

base::Result<base::Uuid> path_id(const Request& request, const base::ProblemKind& unknown) {
  const std::string_view text = request.parameter("id");
  if (const auto id = base::Uuid::parse(text)) return *id;
  return base::failure(unknown, "There is nothing with the id \"" + std::string(text) + "\".",
                       "Use an id as a list shows it.");
}

std::string owner_of(const Request& request) {
  return request.caller ? request.caller->user_id.to_string() : std::string{};
}

std::string name_of(const Request& request) {
  return request.caller ? request.caller->name : std::string{};
}

void note(const ImportRouteParts& parts, const Request& request, std::string_view action, std::string_view subject,
          std::string_view after) {
  if (parts.audit) parts.audit(request, action, subject, {}, after);
}

http::RouteTable import_routes(const ImportRouteParts& parts) {
  http::RouteTable table;
  add_upload_routes(table, parts);
  add_start_routes(table, parts);
  add_reading_routes(table, parts);
  add_file_routes(table, parts);
  add_steering_routes(table, parts);
  add_mapping_routes(table, parts);
  add_job_routes(table, parts);
  return table;
}

}  // namespace imports
