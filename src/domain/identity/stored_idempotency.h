#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "base/timestamp.h"
#include "base/uuid.h"
#include "platform/crypto/sealer.h"
#include "platform/db/database.h"
#include "platform/http/idempotency.h"

namespace identity {

/// Answers to requests with an Idempotency-Key, kept in the main database: the same key takes effect once whichever
/// process it reaches, and after a restart. Answers are sealed, since some hold a secret that is shown once.
///
/// A request under way is leased, and the lease is kept up while this process lives; the key of a process that was
/// killed is free once the lease has run out. Thread-safe.
class StoredIdempotency final : public platform::http::IdempotencyStore {
 public:
  struct Options {
    std::chrono::milliseconds lease{60'000};
    std::chrono::seconds kept = std::chrono::hours(24);
  };

  /// Both must outlive this.
  StoredIdempotency(platform::db::Database& main, const platform::crypto::Sealer& sealer)
      : StoredIdempotency(main, sealer, Options()) {}
  StoredIdempotency(platform::db::Database& main, const platform::crypto::Sealer& sealer, Options options);
  StoredIdempotency(const StoredIdempotency&) = delete;
  StoredIdempotency& operator=(const StoredIdempotency&) = delete;
  ~StoredIdempotency() override;

  base::Result<std::optional<platform::http::Response>> begin(const std::string& key,
                                                              std::string_view fingerprint) override;
  void finish(const std::string& key, const platform::http::Response& response) override;
  void abandon(const std::string& key) override;

 private:
  /// A request under way in this process; `answer` is there when it could not be stored yet.
  struct Held {
    base::Uuid holder;
    std::optional<std::string> answer{};
  };

  base::Result<std::optional<platform::http::Response>> known_answer(const std::string& stored,
                                                                     std::string_view fingerprint, bool& is_gone);
  void keep_leases();
  void attend(const std::string& key, const Held& held);
  base::Result<> store_answer(const std::string& key, const Held& held);

  platform::db::Database& main_;
  const platform::crypto::Sealer& sealer_;
  const Options options_;
  std::mutex mutex_;
  std::condition_variable ending_;
  bool is_ending_ = false;
  std::map<std::string, Held> held_;  // by stored key
  std::thread keeper_;
};

/// Removes the answers whose time is over.
base::Result<> tidy_idempotency(platform::db::Database& main, base::Timestamp now);

}  // namespace identity
