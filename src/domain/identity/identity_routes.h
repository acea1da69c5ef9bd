#pragma once

#include "domain/identity/identity.h"
#include "platform/http/route.h"

namespace identity {

/// /auth, /users, /permissions, /api-keys and /audit. The service must outlive the table.
platform::http::RouteTable identity_routes(IdentityService& service);

}  // namespace identity
