#include "app/housekeeper.h"

#include "domain/catalog/product_search.h"
#include "platform/db/named_lock.h"

namespace app {
namespace {

constexpr std::chrono::seconds search_interval{1};
constexpr std::chrono::minutes mending_interval{5};
constexpr std::chrono::hours tidying_interval{1};

}  // namespace

void Housekeeper::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { keep_house(stop); });
}

void Housekeeper::stop() {
  thread_.request_stop();
}

base::Result<> Housekeeper::refresh_search() {
  platform::db::Database& catalog = services_.parts->databases.catalog;
  ASSIGN_OR_RETURN(const auto connection, catalog.acquire());
  ASSIGN_OR_RETURN(const auto mine, platform::db::NamedLock::try_take(catalog, *connection, "search-refresh"));
  if (!mine) return {};  // another process is at it
  RETURN_IF_FAILED(catalog::refresh_search(*connection));
  return {};
}

void Housekeeper::keep_house(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  auto next_mending = std::chrono::steady_clock::now();
  auto next_tidying = next_mending;
  while (!stop.stop_requested()) {
    if (const auto done = refresh_search(); !done) {
      services_.log.problem(done.error(), "bringing the product search up to date");
    }
    const auto now = std::chrono::steady_clock::now();
    if (now >= next_mending) {
      const auto done = services_.notifier.tidy(base::Timestamp::now());
      if (!done) services_.log.problem(done.error(), "looking for mails and deliveries that were lost");
      next_mending = now + mending_interval;
    }
    if (now >= next_tidying) {
      if (const auto done = services_.tidy(); !done) services_.log.problem(done.error(), "removing what has expired");
      next_tidying = now + tidying_interval;
    }
    pause_.wait_for(lock, stop, search_interval, [&] { return stop.stop_requested(); });
  }
}

}  // namespace app
