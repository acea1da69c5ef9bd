#include "domain/catalog/catalog_tasks.h"

#include <chrono>

#include "domain/suppliers/priority_change.h"

namespace catalog {
namespace {

using platform::queue::JobContext;

/// How far it is, and what the next attempt goes on from.
struct ChoiceProgress {
  std::string after_sku;
  std::uint64_t products = 0, changed = 0;
};
BOOST_DESCRIBE_STRUCT(ChoiceProgress, (), (after_sku, products, changed))

base::Result<std::string> choose_for_priority(CatalogService& catalog, JobContext& context) {
  constexpr std::uint64_t offers_a_step = 500;
  constexpr std::chrono::seconds turn{10};
  const auto began = std::chrono::steady_clock::now();
  ASSIGN_OR_RETURN(const auto task, platform::http::from_json<suppliers::PriorityChange>(context.job().payload));
  ChoiceProgress progress;
  if (!context.job().checkpoint.empty()) {
    ASSIGN_OR_RETURN(progress, platform::http::from_json<ChoiceProgress>(context.job().checkpoint));
  }
  for (;;) {
    if (context.should_stop() || std::chrono::steady_clock::now() - began > turn) {
      return base::failure(platform::queue::job_stopped, "Choosing what products show was interrupted.",
                           "It goes on when its turn comes.");
    }
    ASSIGN_OR_RETURN(const auto chosen, catalog.choose_again_for(task.supplier_id, progress.after_sku, offers_a_step));
    if (!chosen.last_sku) return platform::http::to_json(progress);
    progress.after_sku = *chosen.last_sku;
    progress.products += chosen.looked_at;
    progress.changed += chosen.changed;
    const std::string reached = platform::http::to_json(progress);
    RETURN_IF_FAILED(context.checkpoint(reached));
    context.progress(reached);
  }
}

}  // namespace

platform::queue::HandlerEntry priority_handler(CatalogService& catalog) {
  return {[&catalog](JobContext& context) { return choose_for_priority(catalog, context); }};
}

}  // namespace catalog
