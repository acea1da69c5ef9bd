#pragma once

// What the route files of this room share.

#include <optional>
#include <string>
#include <string_view>

#include "domain/identity/audit.h"
#include "domain/identity/identity_views.h"
#include "domain/identity/users.h"
#include "platform/http/message.h"
#include "platform/http/route.h"

namespace identity {

/// The parts of the table, by resource.
platform::http::RouteTable auth_routes(IdentityService& service);
platform::http::RouteTable user_routes(IdentityService& service);
platform::http::RouteTable api_key_routes(IdentityService& service);
platform::http::RouteTable audit_routes(IdentityService& service);

/// The id in the path; `unknown` when it is no UUID, as for one that names nothing.
base::Result<base::Uuid> id_parameter(const platform::http::Request& request, std::string_view name,
                                      const base::ProblemKind& unknown);
base::Result<std::optional<base::Uuid>> id_query(const platform::http::Request& request, std::string_view name);
base::Result<std::optional<base::Timestamp>> time_query(const platform::http::Request& request, std::string_view name);
/// "limit" (1 to 500, 50 when absent) and "cursor".
base::Result<PageRequest> page_request(const platform::http::Request& request);
/// Declares both.
platform::http::Route& with_page(platform::http::Route& route);

/// The caller of a route that is not public.
const platform::http::Caller& caller_of(const platform::http::Request& request);
/// What the caller may do, with If-Match as the precondition.
Authority authority_of(const platform::http::Request& request);
std::string etag_of(std::int64_t version);

template <class T>
auto list_view(const Page<T>& page) {
  ListView<decltype(view_of(page.items.front()))> list;
  list.next_cursor = page.next;
  list.items.reserve(page.items.size());
  for (const T& item : page.items) list.items.push_back(view_of(item));
  return list;
}

}  // namespace identity
