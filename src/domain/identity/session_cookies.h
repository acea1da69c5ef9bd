#pragma once

#include <string>
#include <string_view>

#include "domain/identity/identity.h"
#include "platform/http/message.h"

namespace identity {

inline constexpr std::string_view refresh_cookie = "si_refresh";
inline constexpr std::string_view device_cookie = "si_device";

/// Headers that leave the refresh token, and after a login the device token, in the browser: out of scripts' reach,
/// sent to /auth of this site only.
platform::http::Pairs session_cookies(const IdentityOptions& options, const platform::http::Request& request,
                                      const Tokens& tokens);
/// Headers that remove the refresh token.
platform::http::Pairs without_session_cookie(const IdentityOptions& options, const platform::http::Request& request);

}  // namespace identity
