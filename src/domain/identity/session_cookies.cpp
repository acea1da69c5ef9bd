#include "domain/identity/session_cookies.h"

namespace identity {
namespace {

constexpr std::chrono::seconds device_lifetime = std::chrono::hours(24 * 365);

std::pair<std::string, std::string> cookie(const IdentityOptions& options, const platform::http::Request& request,
                                           std::string_view name, std::string_view value,
                                           std::chrono::seconds lifetime) {
  const bool is_secure = options.has_secure_cookies || request.header("x-forwarded-proto") == "https";
  std::string text = std::string(name) + '=' + std::string(value) + "; Path=" + options.api_prefix +
                     "/auth; Max-Age=" + std::to_string(lifetime.count()) + "; HttpOnly; SameSite=Strict";
  if (is_secure) text += "; Secure";
  return {"Set-Cookie", std::move(text)};
}

}  // namespace

platform::http::Pairs session_cookies(const IdentityOptions& options, const platform::http::Request& request,
                                      const Tokens& tokens) {
  const auto lifetime =
      std::chrono::duration_cast<std::chrono::seconds>(tokens.refresh_expires_at - base::Timestamp::now());
  platform::http::Pairs headers{cookie(options, request, refresh_cookie, tokens.refresh_token, lifetime)};
  if (tokens.device) headers.push_back(cookie(options, request, device_cookie, *tokens.device, device_lifetime));
  return headers;
}

platform::http::Pairs without_session_cookie(const IdentityOptions& options, const platform::http::Request& request) {
  return {cookie(options, request, refresh_cookie, "", std::chrono::seconds(0))};
}

}  // namespace identity
