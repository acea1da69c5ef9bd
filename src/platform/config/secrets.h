#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace platform::config {

/// The password inside a URL ("scheme://user:password@host"); nothing when it holds none.
std::optional<std::string_view> password_in_url(std::string_view url);

/// `url` with the password, and passwords among its parameters, replaced by stars.
std::string mask_url(std::string_view url);

/// What stands for a secret wherever settings are shown: stars, or nothing when it is not set.
std::string mask_secret(std::string_view secret);

/// True for what people leave in place of a secret: "changeme", "your-secret-key", "admin123", one character
/// repeated...
bool is_placeholder_secret(std::string_view secret);

}  // namespace platform::config
