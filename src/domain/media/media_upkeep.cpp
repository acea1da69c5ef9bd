// What is needed no longer.
#include "domain/media/media.h"
#include "domain/media/media_store.h"
#include "platform/db/transaction.h"

namespace media {

base::Result<std::vector<base::Uuid>> MediaService::products_after(const std::optional<base::Uuid>& after,
                                                                   std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  return store::products_after(*connection, after.value_or(base::Uuid{}), limit);
}

base::Result<> MediaService::forget_products(const std::vector<base::Uuid>& gone, base::Timestamp now) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  for (const base::Uuid& product : gone) {
    ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(*connection));
    RETURN_IF_FAILED(store::write_links(*connection, product, {}, now));
    RETURN_IF_FAILED(transaction.commit());
  }
  return {};
}

base::Result<> MediaService::tidy(base::Timestamp now) {
  const base::Timestamp cutoff = now + -std::chrono::microseconds(options_.unused_kept);
  std::vector<std::string> unused;
  {
    ASSIGN_OR_RETURN(const auto connection, database_.acquire());
    ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(*connection));
    RETURN_IF_FAILED(store::remove_unused_images(*connection, cutoff, now));
    RETURN_IF_FAILED(transaction.commit());
    RETURN_IF_FAILED(store::remove_attempts(*connection, now + -std::chrono::microseconds(options_.attempts_kept)));
    ASSIGN_OR_RETURN(unused, store::unused_files(*connection, cutoff));
  }
  for (const std::string& digest : unused) RETURN_IF_FAILED(remove_file(digest, cutoff));
  return {};
}

// The row is marked first and goes last: killed in between, the next call goes on. A worker that stores the very same
// picture meanwhile puts its bytes anew, so that they are younger than the cutoff, and takes the mark off.
base::Result<> MediaService::remove_file(const std::string& digest, base::Timestamp cutoff) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(const bool leaves, store::begin_removal(*connection, digest, cutoff));
  if (!leaves) return {};
  ASSIGN_OR_RETURN(const auto keys, store::keys_of(*connection, digest));
  for (const std::string& key : keys) {
    ASSIGN_OR_RETURN(const bool is_shared, store::is_key_shared(*connection, key, digest));
    if (!is_shared) RETURN_IF_FAILED(store_.remove_unused(key, cutoff));
  }
  return store::finish_removal(*connection, digest);
}

}  // namespace media
