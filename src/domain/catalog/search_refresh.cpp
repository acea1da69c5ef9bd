#include <algorithm>

#include "domain/catalog/product_search.h"
#include "domain/catalog/search_store.h"
#include "platform/db/transaction.h"

namespace catalog {
namespace {

constexpr std::size_t products_per_step = 4'000;

base::Result<std::uint64_t> take_up_rows(platform::db::Connection& connection, store::UnsearchedSet& set) {
  ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(connection));
  RETURN_IF_FAILED(store::lock_search(connection));
  ASSIGN_OR_RETURN(const auto products, store::touched_by_rows(connection, set.change_set_id, set.source_row));
  if (products.empty()) return 0U;
  RETURN_IF_FAILED(store::rewrite_search(connection, products));
  RETURN_IF_FAILED(store::note_progress(connection, {set.change_set_id, set.source_row, false}));
  RETURN_IF_FAILED(transaction.commit());
  return products.size();
}

/// How many were refreshed; fewer than there are when asked to stop.
base::Result<std::uint64_t> refresh_in_steps(platform::db::Connection& connection, std::span<const base::Uuid> products,
                                             const std::stop_token& stop) {
  std::size_t done = 0;
  while (done < products.size() && !stop.stop_requested()) {
    const auto step = products.subspan(done, std::min(products_per_step, products.size() - done));
    ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(connection));
    RETURN_IF_FAILED(refresh_search_of(connection, step));
    RETURN_IF_FAILED(transaction.commit());
    done += step.size();
  }
  return done;
}

base::Result<std::uint64_t> take_up_withdrawals(platform::db::Connection& connection, const store::UnsearchedSet& set,
                                                const std::stop_token& stop) {
  ASSIGN_OR_RETURN(const auto products, store::touched_by_no_row(connection, set.change_set_id));
  ASSIGN_OR_RETURN(const std::uint64_t refreshed, refresh_in_steps(connection, products, stop));
  if (refreshed < products.size()) return refreshed;
  RETURN_IF_FAILED(store::note_progress(connection, set));
  return refreshed;
}

base::Result<std::uint64_t> drop_merged(platform::db::Connection& connection, const std::stop_token& stop) {
  ASSIGN_OR_RETURN(const auto products, store::merged_but_listed(connection));
  return refresh_in_steps(connection, products, stop);
}

/// PostgreSQL looks at the sizes of tables by itself about once a minute; an import fills them within seconds.
class GrowthWatch {
 public:
  base::Result<> note(platform::db::Connection& connection, std::uint64_t refreshed) {
    if (refreshed < next_) return {};
    while (next_ <= refreshed) next_ *= 4;
    return store::look_at_sizes(connection);
  }

 private:
  std::uint64_t next_ = 10'000;
};

}  // namespace

base::Result<std::uint64_t> refresh_search(platform::db::Connection& connection, const std::stop_token& stop) {
  std::uint64_t refreshed = 0;
  GrowthWatch growth;
  base::Uuid after;
  for (;;) {
    // Whether the set is complete is read first: what it still commits later is met by the next call.
    ASSIGN_OR_RETURN(auto set, store::next_unsearched(connection, after));
    if (!set) {
      ASSIGN_OR_RETURN(const std::uint64_t dropped, drop_merged(connection, stop));
      return refreshed + dropped;
    }
    for (std::uint64_t taken = 1; taken > 0; refreshed += taken) {
      if (stop.stop_requested()) return refreshed;
      ASSIGN_OR_RETURN(taken, take_up_rows(connection, *set));
      RETURN_IF_FAILED(growth.note(connection, refreshed + taken));
    }
    if (set->complete) {
      ASSIGN_OR_RETURN(const std::uint64_t withdrawn, take_up_withdrawals(connection, *set, stop));
      refreshed += withdrawn;
    }
    after = set->change_set_id;
  }
}

base::Result<> refresh_search_of(platform::db::Connection& connection, std::span<const base::Uuid> products) {
  if (products.empty()) return {};
  RETURN_IF_FAILED(store::lock_search(connection));
  return store::rewrite_search(connection, products);
}

}  // namespace catalog
