#include "domain/notifications/route_parts.h"

#include "platform/http/query_values.h"

namespace notifications {

using platform::http::Request;

base::Result<base::Uuid> id_of(const Request& request, const base::ProblemKind& unknown) {
  const auto text = request.parameter("id");
  if (const auto id = base::Uuid::parse(text)) return *id;
  return base::failure(unknown, "\"" + std::string(text) + "\" is no id.", "Take the id from the list.");
}

base::Result<std::optional<base::Uuid>> id_query(const Request& request, std::string_view name) {
  const auto text = request.query_value(name);
  if (!text || text->empty()) return std::optional<base::Uuid>{};
  if (const auto id = base::Uuid::parse(*text)) return std::optional<base::Uuid>{*id};
  return base::failure(platform::http::request_invalid,
                       "The parameter " + std::string(name) + " cannot be \"" + std::string(*text) + "\".",
                       "Give an id as the lists show it, or leave it out.", {.field = std::string(name)});
}

base::Result<std::uint64_t> limit_of(const Request& request) {
  return platform::http::number_value(request, "limit", 50, 1, 200);
}

platform::http::Route& with_page(platform::http::Route& route) {
  return route.query("limit", "integer", "Entries a page, 1 to 200 (50)")
      .query("cursor", "string", "Where the page starts: next_cursor of the page before");
}

void note(const NotificationRouteParts& parts, const Request& request, std::string_view action,
          std::string_view subject, std::string_view before, std::string_view after) {
  if (parts.audit) parts.audit(request, action, subject, before, after);
}

platform::http::RouteTable notification_routes(const NotificationRouteParts& parts) {
  auto table = inbox_routes(parts);
  for (platform::http::Route& route : webhook_routes(parts)) table.push_back(std::move(route));
  return table;
}

}  // namespace notifications
