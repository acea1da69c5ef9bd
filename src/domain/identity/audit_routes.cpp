#include "domain/identity/route_helpers.h"

namespace identity {
namespace {

namespace http = platform::http;
using http::Request;

base::Result<ListView<AuditView>> list(IdentityService& service, const Request& request) {
  ASSIGN_OR_RETURN(const PageRequest page, page_request(request));
  AuditFilter filter;
  ASSIGN_OR_RETURN(filter.actor_id, id_query(request, "actor_id"));
  ASSIGN_OR_RETURN(filter.from, time_query(request, "from"));
  ASSIGN_OR_RETURN(filter.until, time_query(request, "until"));
  filter.action = request.query_value("action").value_or("");
  filter.subject = request.query_value("subject").value_or("");
  ASSIGN_OR_RETURN(const auto entries, service.audit().list(filter, page));
  return list_view(entries);
}

}  // namespace

platform::http::RouteTable audit_routes(IdentityService& service) {
  auto route =
      http::get("/audit", "list_audit", "audit", "Who changed what, the newest first").permission("admin.logs");
  with_page(route.query("actor_id", "string", "Changes by this user.")
                .query("action", "string", "How the action begins: `user.` finds user.created and the like.")
                .query("subject", "string", "What was changed, such as `user:` and its id.")
                .query("from", "string", "At this time or later.")
                .query("until", "string", "Before this time."));
  return {route.answers([&service](const Request& request) { return list(service, request); })};
}

}  // namespace identity
