#include "domain/identity/stored_idempotency.h"

#include <utility>

#include "domain/identity/idempotency_store.h"
#include "domain/identity/kept_answer.h"
#include "platform/crypto/digest.h"
#include "platform/http/problems.h"

namespace identity {

using platform::http::Response;
using Answer = std::optional<Response>;

StoredIdempotency::StoredIdempotency(platform::db::Database& main, const platform::crypto::Sealer& sealer,
                                     Options options)
    : main_(main), sealer_(sealer), options_(options), keeper_([this] { keep_leases(); }) {}

StoredIdempotency::~StoredIdempotency() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
  }
  ending_.notify_all();
  keeper_.join();
}

base::Result<Answer> StoredIdempotency::begin(const std::string& key, std::string_view fingerprint) {
  const store::KeyClaim claim{platform::crypto::sha256_hex(key), base::Uuid::generate()};
  constexpr int most_tries = 4;
  for (int tries = 1; tries <= most_tries; ++tries) {
    const base::Timestamp now = base::Timestamp::now();
    {
      ASSIGN_OR_RETURN(const auto connection, main_.acquire());
      const auto claimed =
          store::claim_key(*connection, claim, fingerprint, now, now + options_.lease, now + options_.kept);
      if (!claimed && claimed.error().kind != &platform::db::db_retry) return base::failure(claimed.error());
      if (claimed && *claimed) {
        const std::lock_guard lock(mutex_);
        held_.insert_or_assign(claim.key, Held{claim.holder});
        return Answer{};
      }
    }
    bool is_gone = false;
    auto answer = known_answer(claim.key, fingerprint, is_gone);
    if (!is_gone) return answer;
  }
  return base::failure(platform::http::idempotency_in_flight,
                       "Requests with this Idempotency-Key come and go at this moment.",
                       "Wait a moment and send it again to get its answer.");
}

base::Result<Answer> StoredIdempotency::known_answer(const std::string& stored, std::string_view fingerprint,
                                                     bool& is_gone) {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  ASSIGN_OR_RETURN(const auto known, store::find_key(*connection, stored));
  is_gone = !known.has_value();
  if (is_gone) return Answer{};
  if (known->fingerprint != fingerprint) return base::failure(platform::http::different_request());
  if (!known->answer) return base::failure(platform::http::first_still_running());
  ASSIGN_OR_RETURN(const std::string opened, sealer_.open(*known->answer));
  ASSIGN_OR_RETURN(Response response, read_answer(opened));
  return Answer(std::move(response));
}

void StoredIdempotency::finish(const std::string& key, const Response& response) {
  const std::string stored = platform::crypto::sha256_hex(key);
  Held held;
  {
    const std::lock_guard lock(mutex_);
    const auto found = held_.find(stored);
    if (found == held_.end()) return;
    found->second.answer = sealer_.seal(written_answer(response));
    held = found->second;
  }
  attend(stored, held);
}

void StoredIdempotency::abandon(const std::string& key) {
  const std::string stored = platform::crypto::sha256_hex(key);
  decltype(held_)::node_type held;
  {
    const std::lock_guard lock(mutex_);
    held = held_.extract(stored);
  }
  if (held.empty()) return;
  const auto connection = main_.acquire();
  if (connection) static_cast<void>(store::release_key(**connection, {stored, held.mapped().holder}));
  // Else it is free once the lease has run out.
}

base::Result<> StoredIdempotency::store_answer(const std::string& key, const Held& held) {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  const base::Timestamp lease_until = base::Timestamp::now() + options_.lease;
  if (!held.answer) return store::renew_key(*connection, {key, held.holder}, lease_until);
  return store::answer_key(*connection, {key, held.holder}, *held.answer);
}

/// Stores the answer, or keeps the lease while there is none. What fails is tried again with the next round.
void StoredIdempotency::attend(const std::string& key, const Held& held) {
  if (!store_answer(key, held) || !held.answer) return;
  const std::lock_guard lock(mutex_);
  const auto found = held_.find(key);
  if (found != held_.end() && found->second.holder == held.holder) held_.erase(found);
}

void StoredIdempotency::keep_leases() {
  std::unique_lock lock(mutex_);
  while (!ending_.wait_for(lock, options_.lease / 3, [this] { return is_ending_; })) {
    const auto all = held_;
    lock.unlock();
    for (const auto& [key, held] : all) attend(key, held);
    lock.lock();
  }
}

base::Result<> tidy_idempotency(platform::db::Database& main, base::Timestamp now) {
  ASSIGN_OR_RETURN(const auto connection, main.acquire());
  return store::delete_expired_keys(*connection, now);
}

}  // namespace identity
