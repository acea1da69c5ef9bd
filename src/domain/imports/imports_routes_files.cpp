// What an import read and what it could not take, as files.
#include <utility>

#include "domain/imports/imports_route_parts.h"
#include "domain/imports/imports_routes.h"
#include "platform/http/attachment.h"
#include "platform/http/conditional.h"

namespace imports {
namespace {

namespace http = platform::http;
using http::Request;

base::Result<http::Response> quarantine(const ImportRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(const base::Uuid id, path_id(request, import_unknown));
  ASSIGN_OR_RETURN(QuarantineExport rows, parts.imports.open_quarantine(id));
  http::Response response;
  response.set("Content-Type", "text/csv; charset=utf-8");
  response.set("Content-Disposition", http::attachment("quarantine-" + id.to_string() + ".csv"));
  response.stream = [rows = std::move(rows)](std::string& out) mutable { return rows.next(out); };
  return response;
}

base::Result<http::Response> original(const ImportRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(const base::Uuid id, path_id(request, import_unknown));
  ASSIGN_OR_RETURN(const ImportState state, parts.background.find(id));
  ASSIGN_OR_RETURN(OriginalFile file, parts.imports.original_file(id));
  http::Response response;
  response.set("ETag", '"' + file.digest() + '"');
  response.set("Cache-Control", "private, no-cache");
  if (http::is_not_modified(request.header("if-none-match"), response.header("etag"))) {
    response.status = 304;
    return response;
  }
  // A browser must keep a supplier's file, never show or run it.
  response.set("Content-Type", "application/octet-stream");
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Content-Disposition", http::attachment(state.file_name));
  response.stream = [file = std::move(file)](std::string& out) mutable { return file.next(out); };
  return response;
}

}  // namespace

void add_file_routes(http::RouteTable& table, const ImportRouteParts& parts) {
  table.push_back(http::get("/imports/{id}/quarantine", "download_quarantine", "imports",
                            "Download the rows in quarantine as CSV, to be corrected")
                      .permission("imports.read")
                      .content("text/csv")
                      .problems({&import_unknown})
                      .answers([parts](const Request& request) { return quarantine(parts, request); }));
  table.push_back(http::get("/imports/{id}/file", "download_import_file", "imports",
                            "Download the file an import read, as the supplier sent it")
                      .permission("imports.read")
                      .content("application/octet-stream")
                      .problems({&import_unknown, &original_file_gone})
                      .answers([parts](const Request& request) { return original(parts, request); }));
}

}  // namespace imports
