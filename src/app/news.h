#pragma once

#include "domain/catalog/catalog.h"
#include "domain/imports/imports_tasks.h"
#include "domain/notifications/notifications_tasks.h"
#include "domain/settings/settings.h"
#include "domain/suppliers/sources.h"
#include "ops/backup/backup_tasks.h"
#include "platform/queue/worker.h"

namespace app {

/// Makes news of what ended: what people want to hear of, and in which words. Told again, nobody hears it twice.
class News {
 public:
  News(notifications::Notifier& notifier, imports::BackgroundImports& imports, suppliers::SourceService& sources,
       catalog::CatalogService& catalog, settings::SettingsService& settings)
      : notifier_(notifier), imports_(imports), sources_(sources), catalog_(catalog), settings_(settings) {}

  /// Of an import that has finished.
  base::Result<> tell_import(base::Uuid import_id);
  /// Of the jobs that failed for good since the last time.
  base::Result<> tell_failures(platform::queue::JobQueue& queue);
  /// That the latest backup or its proof is too old, once a day.
  base::Result<> tell_stale_backup(backup::BackupTasks& backups);

 private:
  base::Result<> tell_rejects(const imports::ImportState& state, const settings::SettingValues& values);
  base::Result<> tell_low_stock(const imports::ImportState& state, const settings::SettingValues& values);
  base::Result<> tell_failure(const platform::queue::Job& job);
  base::Result<> tell_failed_import(const platform::queue::Job& job);
  base::Result<> tell_failed_fetch(const platform::queue::Job& job);

  notifications::Notifier& notifier_;
  imports::BackgroundImports& imports_;
  suppliers::SourceService& sources_;
  catalog::CatalogService& catalog_;
  settings::SettingsService& settings_;
};

}  // namespace app
