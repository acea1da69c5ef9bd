#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace platform::crypto {

/// SHA-256 as 64 lower-case hex digits.
std::string sha256_hex(std::string_view text);

/// SHA-256 of what comes piece by piece.
class Sha256 {
 public:
  Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  ~Sha256();

  void add(std::string_view piece);
  /// 64 lower-case hex digits, once.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// HMAC-SHA-256 as 32 bytes.
std::string hmac_sha256(std::string_view key, std::string_view text);

/// A key of `size` bytes for one purpose, derived from a secret (HKDF-SHA-256).
std::string derive_key(std::string_view secret, std::string_view purpose, std::size_t size);

/// Compares in a time that does not tell how much agrees.
bool is_equal_secret(std::string_view a, std::string_view b);

}  // namespace platform::crypto
