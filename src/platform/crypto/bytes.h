#pragma once

#include <string>
#include <string_view>

namespace platform::crypto {

/// A text as the bytes OpenSSL and Argon2 take.
inline const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
inline unsigned char* writable_bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace platform::crypto
