#include "app/parts.h"

#include <algorithm>

#include "platform/db/migrations.h"

namespace app {
namespace {

base::Result<> bring_up_to_date(platform::db::Databases& databases, bool may_migrate) {
  for (platform::db::Database* database : databases.all()) {
    platform::db::Migrator migrator(*database);
    ASSIGN_OR_RETURN(const auto steps, migrator.status());
    const bool pending = std::any_of(steps.begin(), steps.end(), [](const auto& step) { return !step.applied; });
    if (!pending) continue;
    if (!may_migrate) {
      return base::failure(schema_pending, "Database \"" + database->name() + "\" has pending migrations.",
                           "Run `suppliers-import migrate up` first.");
    }
    RETURN_IF_FAILED(migrator.up());
  }
  return {};
}

}  // namespace

base::Result<platform::config::Loaded> load_settings() {
  return platform::config::load(platform::config::process_environment());
}

base::Result<std::unique_ptr<Parts>> build_parts() {
  ASSIGN_OR_RETURN(auto loaded, load_settings());
  ASSIGN_OR_RETURN(auto parts, build_parts(std::move(loaded.settings)));
  parts->environment = std::move(loaded.report);
  return parts;
}

base::Result<std::unique_ptr<Parts>> build_parts(platform::config::Settings settings) {
  ASSIGN_OR_RETURN(auto databases, platform::db::Databases::open(settings));
  RETURN_IF_FAILED(bring_up_to_date(databases, !settings.is_production()));
  ASSIGN_OR_RETURN(auto storage, platform::storage::ObjectStore::from(settings));
  return std::make_unique<Parts>(std::move(settings), std::move(databases), std::move(storage));
}

}  // namespace app
