#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "platform/http/message.h"

namespace platform::http {

/// Remembers the answers of requests that came with an Idempotency-Key, so that a repeated one takes effect once.
class IdempotencyStore {
 public:
  IdempotencyStore() = default;
  IdempotencyStore(const IdempotencyStore&) = delete;
  IdempotencyStore& operator=(const IdempotencyStore&) = delete;
  virtual ~IdempotencyStore() = default;

  /// Nothing: the key is new and now in flight, to be ended by finish() or abandon(). A Response: the first answer.
  /// Fails with idempotency_in_flight, and with idempotency_mismatch when the key came with another fingerprint.
  virtual base::Result<std::optional<Response>> begin(const std::string& key, std::string_view fingerprint) = 0;
  virtual void finish(const std::string& key, const Response& response) = 0;
  /// The request had no effect; the key may come again.
  virtual void abandon(const std::string& key) = 0;
};

/// What begin() answers for a key that came with another request, and while the first one is under way.
base::Problem different_request();
base::Problem first_still_running();

/// Keeps them in this process, at most so many and so many bytes; the oldest go first.
class MemoryIdempotencyStore final : public IdempotencyStore {
 public:
  using Clock = std::chrono::steady_clock;

  explicit MemoryIdempotencyStore(std::size_t answers = 10'000, std::size_t bytes = 32U << 20U,
                                  std::chrono::seconds kept = std::chrono::hours(24))
      : answers_(answers), bytes_(bytes), kept_(kept) {}

  base::Result<std::optional<Response>> begin(const std::string& key, std::string_view fingerprint) override;
  void finish(const std::string& key, const Response& response) override;
  void abandon(const std::string& key) override;

 private:
  struct Entry {
    std::string key;
    std::string fingerprint;
    Clock::time_point begun;
    std::optional<Response> response;  // none: in flight
  };
  using Entries = std::list<Entry>;

  void forget(Entries::iterator entry);
  void make_room();

  std::mutex mutex_;
  std::size_t answers_, bytes_, held_bytes_ = 0;
  std::chrono::seconds kept_;
  Entries entries_;  // oldest first
  std::unordered_map<std::string, Entries::iterator> by_key_;
};

}  // namespace platform::http
