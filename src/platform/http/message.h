#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/uuid.h"

namespace platform::http {

enum class Method : std::uint8_t { get, head, post, put, patch, del, options };
std::string_view to_string(Method method);

/// Who calls, as the authenticator found it. Permissions are names such as "products.read".
struct Caller {
  base::Uuid user_id;
  base::Uuid session_id;  ///< of the login; nil for an API key
  std::string name;       ///< the user's address or the key's prefix
  std::string role;       ///< admin, manager, user, api_client
  bool by_api_key = false;
  std::vector<std::string> permissions;  ///< sorted

  bool may(std::string_view permission) const;
};

/// Names and values in the order they came. Names compare without case for headers, exactly for query parameters.
using Pairs = std::vector<std::pair<std::string, std::string>>;

/// A request whose head and (unless the route streams it) body have been read. Values, no sockets.
struct Request {
  Method method = Method::get;
  std::string target;     ///< as sent, path and query
  std::string path;       ///< decoded, without the query
  Pairs query;            ///< decoded
  Pairs headers;          ///< names in lower case
  Pairs path_parameters;  ///< of the route's template: {"id", "…"}
  std::string body;
  std::string request_id;
  std::string remote_address;  ///< the client's, behind trusted proxies from X-Forwarded-For
  std::string route;           ///< the matched template: "/api/v1/products/{id}"
  std::optional<Caller> caller;

  /// "" when absent.
  std::string_view header(std::string_view name) const;
  std::string_view parameter(std::string_view name) const;
  std::optional<std::string_view> query_value(std::string_view name) const;
  std::string_view cookie(std::string_view name) const;
};

/// Gives the next piece of a body into `out` (cleared first); false at its end.
using BodySource = std::function<base::Result<bool>(std::string& out)>;

struct Response {
  unsigned status = 200;
  Pairs headers;
  std::string body;
  BodySource stream;  ///< when set, the body is sent from it in chunks and `body` is not used

  void set(std::string name, std::string value) { headers.emplace_back(std::move(name), std::move(value)); }
  /// "" when absent; the name compares without case.
  std::string_view header(std::string_view name) const;
};

Response json_response(std::string json, unsigned status = 200);
Response no_content();
/// RFC 9457 application/problem+json: type, title, status, detail, instance (request id), code, cure, and the place.
Response problem_response(const base::Problem& problem, std::string_view request_id);

inline constexpr base::ProblemKind request_invalid{"request.invalid", "Request is not valid", 422,
                                                   base::LogLevel::info};
inline constexpr base::ProblemKind not_found{"request.not_found", "Nothing at this address", 404, base::LogLevel::info};
inline constexpr base::ProblemKind method_not_allowed{"request.method_not_allowed", "Method is not allowed here", 405,
                                                      base::LogLevel::info};
inline constexpr base::ProblemKind unauthenticated{"auth.required", "Login is required", 401, base::LogLevel::info};
inline constexpr base::ProblemKind forbidden{"auth.forbidden", "Permission is missing", 403, base::LogLevel::info};
inline constexpr base::ProblemKind precondition_failed{"request.precondition_failed",
                                                       "It has changed since it was read", 412, base::LogLevel::info};

}  // namespace platform::http
