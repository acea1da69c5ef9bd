#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/timestamp.h"
#include "base/uuid.h"
#include "platform/http/message.h"

namespace identity {

/// Who a login or key was found to be, for a few seconds: so that a request needs no database, and what is revoked
/// elsewhere ends within those seconds. Thread-safe, bounded.
class CallerCache {
 public:
  explicit CallerCache(std::chrono::milliseconds lifetime) : lifetime_(lifetime) {}

  std::optional<platform::http::Caller> find(const std::string& credential, base::Timestamp now);

  /// Changes whenever something is forgotten. Read it before looking in the database and hand it to put().
  std::uint64_t generation();
  /// Keeps the caller, until `valid_until` at the latest; does nothing when something was forgotten meanwhile.
  void put(const std::string& credential, const platform::http::Caller& caller, base::Timestamp valid_until,
           std::uint64_t generation);
  /// Call it after the change is committed.
  void forget_user(const base::Uuid& user_id);

 private:
  using Clock = std::chrono::steady_clock;
  struct Entry {
    platform::http::Caller caller;
    base::Timestamp valid_until;
    Clock::time_point stale_at;
  };

  void make_room(Clock::time_point now);

  std::chrono::milliseconds lifetime_;
  std::mutex mutex_;
  std::uint64_t generation_ = 0;
  std::unordered_map<std::string, Entry> entries_;
};

}  // namespace identity
