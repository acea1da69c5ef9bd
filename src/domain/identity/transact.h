#pragma once

#include <type_traits>

#include "platform/db/database.h"
#include "platform/db/transaction.h"

namespace identity {

/// Runs `work(connection)` in one transaction and keeps what it did when it succeeds. A lost race is run again.
template <class F>
std::invoke_result_t<F, platform::db::Connection&> in_transaction(platform::db::Database& database, F work) {
  using Outcome = std::invoke_result_t<F, platform::db::Connection&>;
  constexpr int most_tries = 4;
  const auto once = [&]() -> Outcome {
    ASSIGN_OR_RETURN(const auto connection, database.acquire());
    ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(*connection));
    auto done = work(*connection);
    if (done) RETURN_IF_FAILED(transaction.commit());
    return done;
  };
  for (int tries = 1;; ++tries) {
    auto outcome = once();
    if (outcome || outcome.error().code() != platform::db::db_retry.code || tries == most_tries) return outcome;
  }
}

}  // namespace identity
