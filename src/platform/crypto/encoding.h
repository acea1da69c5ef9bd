#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace platform::crypto {

/// Lower-case hex digits, two a byte.
std::string to_hex(std::string_view bytes);

/// Base64 with '-' and '_', without padding (RFC 4648, section 5).
std::string to_base64url(std::string_view bytes);

/// Nothing for a text that to_base64url() does not write: so that one value has one spelling.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace platform::crypto
