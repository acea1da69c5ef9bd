#include "domain/identity/identity_routes.h"

#include "domain/identity/route_helpers.h"

namespace identity {

platform::http::RouteTable identity_routes(IdentityService& service) {
  platform::http::RouteTable table;
  for (auto* const part : {&auth_routes, &user_routes, &api_key_routes, &audit_routes}) {
    for (auto& route : part(service)) table.push_back(std::move(route));
  }
  return table;
}

}  // namespace identity
