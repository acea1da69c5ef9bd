#pragma once

#include <memory>
#include <vector>

#include "base/result.h"
#include "domain/catalog/catalog.h"
#include "domain/imports/imports.h"
#include "domain/suppliers/suppliers.h"
#include "platform/config/settings.h"
#include "platform/db/databases.h"
#include "platform/storage/object_store.h"

namespace app {

/// The parts of the program put together, in the order they need each other. Commands take the ones they use.
struct Parts {
  platform::config::Settings settings;
  platform::db::Databases databases;
  platform::storage::ObjectStore storage;
  std::vector<platform::config::SettingReport> environment{};  ///< what the settings are and where they come from
  suppliers::SupplierService suppliers{databases.catalog};
  catalog::CatalogService catalog{databases.catalog};
  imports::ImportService imports{databases.imports, databases.catalog, suppliers, storage};
};

/// Settings from the environment and `.env`.
base::Result<platform::config::Loaded> load_settings();
/// Opens everything, bringing the databases to this binary's schema first. In production that is left to `migrate up`,
/// so that a release decides when it happens; then pending steps fail with schema_pending.
base::Result<std::unique_ptr<Parts>> build_parts();
base::Result<std::unique_ptr<Parts>> build_parts(const platform::config::Loaded& loaded);
base::Result<std::unique_ptr<Parts>> build_parts(platform::config::Settings settings);

inline constexpr base::ProblemKind schema_pending{"migrate.pending", "Database schema is behind this program", 503,
                                                  base::LogLevel::error};

}  // namespace app
