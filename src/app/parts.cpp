#include "app/parts.h"

#include <algorithm>
#include <future>
#include <vector>

#include "platform/db/migrations.h"

namespace app {
namespace {

base::Result<> bring_up_to_date(platform::db::Database& database, bool may_migrate) {
  platform::db::Migrator migrator(database);
  ASSIGN_OR_RETURN(const auto steps, migrator.status());
  const bool pending = std::any_of(steps.begin(), steps.end(), [](const auto& step) { return !step.applied; });
  if (!pending) return {};
  if (!may_migrate) {
    return base::failure(schema_pending, "Database \"" + database.name() + "\" has pending migrations.",
                         "Run `suppliers-import migrate up` first.");
  }
  RETURN_IF_FAILED(migrator.up());
  return {};
}

/// All at once: a process that starts waits for the slowest of its databases, not for their sum.
base::Result<> bring_up_to_date(platform::db::Databases& databases, bool may_migrate) {
  std::vector<std::future<base::Result<>>> outcomes;
  for (platform::db::Database* database : databases.all()) {
    outcomes.push_back(
        std::async(std::launch::async, [database, may_migrate] { return bring_up_to_date(*database, may_migrate); }));
  }
  base::Result<> all;
  for (auto& outcome : outcomes) {
    auto one = outcome.get();
    if (all && !one) all = std::move(one);
  }
  return all;
}

}  // namespace

base::Result<platform::config::Loaded> load_settings() {
  return platform::config::load(platform::config::process_environment());
}

base::Result<std::unique_ptr<Parts>> build_parts() {
  ASSIGN_OR_RETURN(const auto loaded, load_settings());
  return build_parts(loaded);
}

base::Result<std::unique_ptr<Parts>> build_parts(const platform::config::Loaded& loaded) {
  ASSIGN_OR_RETURN(auto parts, build_parts(loaded.settings));
  parts->environment = loaded.report;
  return parts;
}

base::Result<std::unique_ptr<Parts>> build_parts(platform::config::Settings settings) {
  ASSIGN_OR_RETURN(auto databases, platform::db::Databases::open(settings));
  RETURN_IF_FAILED(bring_up_to_date(databases, !settings.is_production()));
  ASSIGN_OR_RETURN(auto storage, platform::storage::ObjectStore::from(settings));
  return std::make_unique<Parts>(std::move(settings), std::move(databases), std::move(storage));
}

}  // namespace app
