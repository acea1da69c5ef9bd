#include "platform/http/idempotency.h"

#include <iterator>

#include "platform/http/problems.h"

namespace platform::http {
namespace {

std::size_t size_of(const Response& response) {
  std::size_t size = response.body.size();
  for (const auto& [name, value] : response.headers) size += name.size() + value.size();
  return size;
}

}  // namespace

base::Problem different_request() {
  return {&idempotency_mismatch,
          "This Idempotency-Key came before with a different request.",
          "Use a new key for every new request, and the same one only to repeat it.",
          {}};
}

base::Problem first_still_running() {
  return {&idempotency_in_flight,
          "The first request with this Idempotency-Key is still running.",
          "Wait a moment and send it again to get its answer.",
          {}};
}

base::Result<std::optional<Response>> MemoryIdempotencyStore::begin(const std::string& key,
                                                                    std::string_view fingerprint) {
  const auto now = Clock::now();
  const std::lock_guard lock(mutex_);
  while (!entries_.empty() && entries_.front().response && now - entries_.front().begun > kept_)
    forget(entries_.begin());
  if (const auto found = by_key_.find(key); found != by_key_.end()) {
    const Entry& entry = *found->second;
    if (entry.fingerprint != fingerprint) return base::failure(different_request());
    if (!entry.response) return base::failure(first_still_running());
    return entry.response;
  }
  entries_.push_back({key, std::string(fingerprint), now, std::nullopt});
  by_key_.emplace(key, std::prev(entries_.end()));
  make_room();
  return std::nullopt;
}

void MemoryIdempotencyStore::finish(const std::string& key, const Response& response) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return;
  held_bytes_ += size_of(response);
  found->second->response = response;
  make_room();
}

void MemoryIdempotencyStore::abandon(const std::string& key) {
  const std::lock_guard lock(mutex_);
  if (const auto found = by_key_.find(key); found != by_key_.end()) forget(found->second);
}

void MemoryIdempotencyStore::forget(Entries::iterator entry) {
  if (entry->response) held_bytes_ -= size_of(*entry->response);
  by_key_.erase(entry->key);
  entries_.erase(entry);
}

// Keys in flight are never forgotten: the handler threads bound their number.
void MemoryIdempotencyStore::make_room() {
  for (auto entry = entries_.begin();
       entry != entries_.end() && (entries_.size() > answers_ || held_bytes_ > bytes_);) {
    const auto next = std::next(entry);
    if (entry->response) forget(entry);
    entry = next;
  }
}

}  // namespace platform::http
