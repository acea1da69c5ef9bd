#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "base/timestamp.h"
#include "ops/checks/checks.h"
#include "platform/config/settings.h"

namespace ops {

/// When this installation was last backed up, and when a backup was last restored to see whether that works.
struct BackupAges {
  std::optional<base::Timestamp> last_success, last_proven_restore;
};

struct DoctorOptions {
  std::filesystem::path dot_env = ".env";               ///< looked at for who may read it
  std::function<base::Result<BackupAges>()> backups{};  ///< without it backups are not looked at
  std::string authority{};                              ///< certificates to trust beside the system's (PEM file)
  std::chrono::milliseconds longest{10'000};            ///< of one check
};

/// Looks at everything an installation needs before it is put to work: settings, secrets, services, room, clock, ports,
/// names, certificates, schemas, backups. Changes nothing. Settings that are not valid are all that is found then.
Examination examine(const base::Result<platform::config::Loaded>& settings, const DoctorOptions& options);

}  // namespace ops
