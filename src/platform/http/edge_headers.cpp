#include "platform/http/edge_headers.h"

#include <algorithm>

#include "base/text.h"
#include "base/uuid.h"

namespace platform::http {
namespace {

constexpr std::string_view any_origin = "*";

void set_if_absent(Response& response, std::string_view name, std::string_view value) {
  if (response.header(name).empty()) response.set(std::string(name), std::string(value));
}

bool is_plain(char c) {
  return base::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
}

}  // namespace

std::string request_id_from(std::string_view header) {
  constexpr std::size_t shortest = 8, longest = 64;
  if (header.size() >= shortest && header.size() <= longest && std::all_of(header.begin(), header.end(), is_plain))
    return std::string(header);
  return base::Uuid::generate().to_string();
}

void add_security_headers(Response& response, bool is_authenticated) {
  set_if_absent(response, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  set_if_absent(response, "X-Content-Type-Options", "nosniff");
  set_if_absent(response, "X-Frame-Options", "DENY");
  set_if_absent(response, "Referrer-Policy", "no-referrer");
  if (is_authenticated) set_if_absent(response, "Cache-Control", "no-store");
}

bool Cors::allows(std::string_view origin) const {
  return std::any_of(allowed_.begin(), allowed_.end(),
                     [&](const std::string& allowed) { return allowed == origin || allowed == any_origin; });
}

void Cors::add_headers(const Request& request, Response& response) const {
  if (allowed_.empty()) return;
  response.set("Vary", "Origin");
  const std::string_view origin = request.header("origin");
  if (origin.empty() || !allows(origin)) return;
  const bool is_named = std::find(allowed_.begin(), allowed_.end(), origin) != allowed_.end();
  response.set("Access-Control-Allow-Origin", std::string(is_named ? origin : any_origin));
  if (is_named) response.set("Access-Control-Allow-Credentials", "true");
  response.set(
      "Access-Control-Expose-Headers",
      "ETag, Link, Location, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, X-Request-Id");
}

Response Cors::options(const Request& request, std::string_view allow) const {
  Response response = no_content();
  response.set("Allow", std::string(allow));
  if (!allows(request.header("origin")) || request.header("access-control-request-method").empty()) return response;
  response.set("Access-Control-Allow-Methods", std::string(allow));
  response.set("Access-Control-Allow-Headers",
               "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-API-Key, X-Request-Id");
  response.set("Access-Control-Max-Age", "600");
  return response;
}

}  // namespace platform::http
