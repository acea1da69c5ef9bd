#pragma once

// What the route files of this room share.

#include <optional>
#include <string>
#include <string_view>

#include "base/uuid.h"
#include "domain/notifications/notifications_routes.h"
#include "platform/http/message.h"

namespace notifications {

platform::http::RouteTable inbox_routes(const NotificationRouteParts& parts);
platform::http::RouteTable webhook_routes(const NotificationRouteParts& parts);

/// The id in the path; `unknown` when it is no UUID, as for one that names nothing.
base::Result<base::Uuid> id_of(const platform::http::Request& request, const base::ProblemKind& unknown);
/// A query parameter that is an id, if it is there. Fails with request_invalid.
base::Result<std::optional<base::Uuid>> id_query(const platform::http::Request& request, std::string_view name);
/// "limit", 1 to 200; 50 when absent.
base::Result<std::uint64_t> limit_of(const platform::http::Request& request);
/// Declares "limit" and "cursor".
platform::http::Route& with_page(platform::http::Route& route);
void note(const NotificationRouteParts& parts, const platform::http::Request& request, std::string_view action,
          std::string_view subject, std::string_view before, std::string_view after);

}  // namespace notifications
