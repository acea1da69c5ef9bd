#pragma once

#include "domain/analytics/analytics.h"
#include "domain/analytics/dashboard.h"
#include "domain/analytics/monitoring_routes.h"
#include "domain/catalog/catalog.h"
#include "domain/imports/imports.h"
#include "domain/settings/settings.h"
#include "domain/suppliers/suppliers.h"
#include "platform/queue/job_queue.h"

namespace app {

/// What the analytics learn from the other subjects. The services must outlive what is given.
analytics::EndedImports ended_imports(imports::ImportService& imports);
analytics::ListSuppliers supplier_facts(suppliers::SupplierService& suppliers, catalog::CatalogService& catalog);
analytics::DashboardSources dashboard_sources(catalog::CatalogService& catalog, imports::ImportService& imports,
                                              platform::queue::JobQueue& queue, settings::SettingsService& settings);
std::function<base::Result<std::vector<analytics::QueueState>>()> queue_states(platform::queue::JobQueue& queue);

std::function<base::Result<std::vector<analytics::ProcessState>>()> process_states(platform::db::Database& main,
                                                                                   platform::queue::JobQueue& queue);

}  // namespace app
