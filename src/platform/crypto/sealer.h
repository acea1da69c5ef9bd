#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace platform::crypto {

/// Encrypts small secrets before they are stored: AES-256-GCM under a key derived from SECRET_KEY. The sealed text
/// names its key, so that secrets sealed under the previous key can still be opened while they are sealed anew.
class Sealer {
 public:
  /// `previous_secret` may be empty.
  Sealer(std::string_view secret, std::string_view previous_secret);

  /// "sealed1.<key id>.<nonce, text and tag>"; each call gives another text.
  std::string seal(std::string_view text) const;
  /// Fails with seal_broken: damaged, or sealed under a key that is not known here.
  base::Result<std::string> open(std::string_view sealed) const;
  /// True when the text was sealed under another key than today's.
  bool is_outdated(std::string_view sealed) const;

 private:
  struct Key {
    std::string id;
    std::string bytes;
  };

  std::vector<Key> keys_;  // the one that seals is first
};

inline constexpr base::ProblemKind seal_broken{"secret.cannot_be_opened", "Stored secret cannot be read", 500,
                                               base::LogLevel::error};

}  // namespace platform::crypto
