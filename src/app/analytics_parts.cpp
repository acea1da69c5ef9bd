#include "app/analytics_parts.h"

#include <algorithm>
#include <map>

#include "platform/queue/processes.h"

namespace app {
namespace {

analytics::ImportRun run_of(const imports::EndedImport& ended) {
  const imports::ImportJob& job = ended.job;
  analytics::ImportRun run;
  run.id = job.id;
  run.supplier = job.supplier;
  run.mode = job.mode;
  run.file_name = job.file_name;
  run.status = job.status;
  run.ended_at = ended.ended_at;
  run.duration_ms = static_cast<std::uint64_t>((ended.ended_at - job.created_at).count() / 1000);
  if (!job.report) return run;
  const catalog::MergeCounts& counts = job.report->counts;
  run.rows_read = job.report->rows_read;
  run.created = counts.rows.created;
  run.updated = counts.rows.updated;
  run.unchanged = counts.rows.unchanged;
  run.quarantined = counts.rows.quarantined;
  run.skipped = counts.rows.skipped;
  run.products_created = counts.products.created;
  run.offers_withdrawn = counts.offers.withdrawn;
  run.duration_ms = job.report->duration_ms;
  run.problems = counts.problems;
  return run;
}

}  // namespace

analytics::EndedImports ended_imports(imports::ImportService& imports) {
  return [&imports](const analytics::EndedCursor& after,
                    std::uint64_t limit) -> base::Result<std::vector<analytics::ImportRun>> {
    ASSIGN_OR_RETURN(const auto ended, imports.ended_after(after.ended_at, after.id, limit));
    std::vector<analytics::ImportRun> runs;
    for (const imports::EndedImport& one : ended) runs.push_back(run_of(one));
    return runs;
  };
}

analytics::ListSuppliers supplier_facts(suppliers::SupplierService& suppliers, catalog::CatalogService& catalog) {
  return [&suppliers, &catalog]() -> base::Result<std::vector<analytics::SupplierFacts>> {
    ASSIGN_OR_RETURN(const auto known, suppliers.list());
    ASSIGN_OR_RETURN(const auto counts, catalog.counts({}, catalog::ProductGroup::supplier));
    std::map<std::string_view, std::uint64_t> products;
    for (const catalog::FacetCount& one : counts) products.emplace(one.key, one.products);
    std::vector<analytics::SupplierFacts> facts;
    for (const suppliers::Supplier& one : known) {
      const auto counted = products.find(one.code);
      facts.push_back({one.code, one.name, counted == products.end() ? 0 : counted->second});
    }
    return facts;
  };
}

std::function<base::Result<std::vector<analytics::QueueState>>()> queue_states(platform::queue::JobQueue& queue) {
  return [&queue]() -> base::Result<std::vector<analytics::QueueState>> {
    ASSIGN_OR_RETURN(const auto counts, queue.counts());
    std::vector<analytics::QueueState> states;
    for (const auto& one : counts) {
      analytics::QueueState& state = states.emplace_back(analytics::QueueState{one.queue, {}});
      for (const auto& [status, jobs] : one.jobs) state.jobs.emplace(to_string(status), jobs);
    }
    ASSIGN_OR_RETURN(const auto paused, queue.paused());
    for (const auto& one : paused) {
      auto state = std::ranges::find(states, one.queue, &analytics::QueueState::queue);
      if (state == states.end()) state = states.insert(states.end(), {one.queue, {}});
      state->is_paused = true;
    }
    return states;
  };
}

std::function<base::Result<std::vector<analytics::ProcessState>>()> process_states(platform::db::Database& main,
                                                                                   platform::queue::JobQueue& queue) {
  return [&main, &queue]() -> base::Result<std::vector<analytics::ProcessState>> {
    constexpr std::uint64_t most_running = 1'000;
    ASSIGN_OR_RETURN(const auto processes, platform::queue::ProcessRegistry(main).list());
    ASSIGN_OR_RETURN(const auto running,
                     queue.list({.status = platform::queue::JobStatus::running, .limit = most_running}));
    const base::Timestamp now = base::Timestamp::now();
    std::vector<analytics::ProcessState> states;
    for (const platform::queue::Process& one : processes) {
      const auto jobs = std::ranges::count(running, one.name, &platform::queue::Job::worker);
      states.push_back({one.id.to_string(), one.role, one.name, one.version, one.started_at, one.seen_at,
                        one.is_alive(now), static_cast<std::uint64_t>(jobs)});
    }
    return states;
  };
}

analytics::DashboardSources dashboard_sources(catalog::CatalogService& catalog, imports::ImportService& imports,
                                              platform::queue::JobQueue& queue, settings::SettingsService& settings) {
  const auto size = [&catalog]() -> base::Result<analytics::CatalogSize> {
    ASSIGN_OR_RETURN(const auto counted, catalog.size());
    return analytics::CatalogSize{counted.products, counted.active_offers, counted.suppliers};
  };
  const auto stale_days = [&settings]() -> base::Result<std::int64_t> {
    ASSIGN_OR_RETURN(const auto values, settings.read());
    return values.integer(settings::stale_feed_days);
  };
  return {size, [&imports] { return imports.count_running(); }, queue_states(queue), stale_days};
}

}  // namespace app
