#pragma once

#include "domain/imports/imports_tasks.h"
#include "domain/notifications/notifications_tasks.h"
#include "domain/settings/settings.h"
#include "domain/suppliers/sources.h"
#include "platform/queue/worker.h"

namespace app {

/// Makes news of jobs that ended: which of them people want to hear of, and in which words.
class News {
 public:
  News(notifications::Notifier& notifier, imports::BackgroundImports& imports, suppliers::SourceService& sources,
       settings::SettingsService& settings)
      : notifier_(notifier), imports_(imports), sources_(sources), settings_(settings) {}

  base::Result<> tell(const platform::queue::JobEnd& end);

 private:
  base::Result<> tell_import(const platform::queue::JobEnd& end);
  base::Result<> tell_rejects(const imports::ImportState& state);
  base::Result<> tell_failed_fetch(const platform::queue::JobEnd& end);

  notifications::Notifier& notifier_;
  imports::BackgroundImports& imports_;
  suppliers::SourceService& sources_;
  settings::SettingsService& settings_;
};

}  // namespace app
