#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace platform::crypto {

/// What one guess of a password costs.
struct PasswordCost {
  std::uint32_t memory_kib = 19'456;
  std::uint32_t passes = 2;
  std::uint32_t lanes = 1;
  /// Hashes computed at the same moment; others wait, so that many logins at once cannot eat the memory.
  std::uint32_t at_once = 4;
};

/// Argon2id. Thread-safe.
class PasswordHasher {
 public:
  explicit PasswordHasher(PasswordCost cost = {});
  PasswordHasher(const PasswordHasher&) = delete;
  PasswordHasher& operator=(const PasswordHasher&) = delete;
  ~PasswordHasher();

  /// The encoded form "$argon2id$v=19$m=...", which carries its salt and cost.
  std::string hash(std::string_view password) const;
  bool verify(std::string_view password, const std::string& encoded) const;
  /// Takes as long as verify() and is false: for accounts that do not exist.
  bool verify_nobody(std::string_view password) const;
  /// True when the hash was made at another cost than today's.
  bool is_outdated(std::string_view encoded) const;

 private:
  struct Gate;

  PasswordCost cost_;
  std::unique_ptr<Gate> gate_;
  std::string nobody_;
};

}  // namespace platform::crypto
