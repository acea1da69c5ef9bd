#include "ops/release/preview.h"

#include <fmt/format.h>

#include "ops/release/releaser.h"

namespace ops::release {

std::vector<std::string> preview_lines(const Plan& plan, const std::vector<PendingMigration>& pending,
                                       const Options& options) {
  std::vector<std::string> lines;
  lines.push_back(options.without_backup.empty() ? "make a backup and prove it"
                                                 : "make no backup: " + options.without_backup);
  for (const PendingMigration& one : pending)
    lines.push_back(fmt::format("migrate {} to {:04} {}", one.database, one.version, one.name));
  if (pending.empty()) lines.emplace_back("leave the databases as they are");
  for (const ServicePlan& service : plan.services) {
    for (std::size_t i = 0; i < service.before.size(); ++i)
      lines.push_back("start " + new_name(plan, service, i) + " from " + service.new_image);
    lines.push_back(fmt::format("wait until {} is healthy, {} seconds at most{}", service.name,
                                options.timing.health_limit.count(),
                                service.is_proxied ? ", and seen by the proxy" : ""));
    for (const Member& old : service.before) lines.push_back("drain and stop " + old.name);
  }
  lines.push_back(fmt::format("watch {} for {} seconds", plan.version, options.watch.count()));
  for (const ServicePlan& service : plan.services) {
    for (const Member& old : service.before) lines.push_back("remove " + old.name);
  }
  return lines;
}

std::string unfinished_line(const Release& unfinished, const std::string& version) {
  const bool goes_on = unfinished.version == version && unfinished.state == ReleaseState::running;
  return fmt::format("The {} of {} begun by {} at {}Z was cut off; it is {}.", to_string(unfinished.kind),
                     unfinished.version, unfinished.started_by, unfinished.started_at.to_string().substr(0, 19),
                     goes_on ? "finished now" : "returned to " + unfinished.previous + " first");
}

base::Result<> check_contracts(const std::vector<PendingMigration>& pending, const std::string& present) {
  for (const PendingMigration& one : pending) {
    if (one.contract_after.empty()) continue;
    if (begins_with_number(present) && !is_older(present, one.contract_after)) continue;
    return base::failure(contract_too_early,
                         fmt::format("The step {:04} {} of the database {} removes what versions before {} need, and "
                                     "{} is at work.",
                                     one.version, one.name, one.database, one.contract_after, present),
                         "Release " + one.contract_after +
                             " first, and this version when that has proved itself; then nobody needs what goes.");
  }
  return {};
}

std::string newest_contract(const std::vector<PendingMigration>& pending) {
  std::string newest;
  for (const PendingMigration& one : pending) {
    if (!one.contract_after.empty() && (newest.empty() || is_older(newest, one.contract_after)))
      newest = one.contract_after;
  }
  return newest;
}

}  // namespace ops::release
