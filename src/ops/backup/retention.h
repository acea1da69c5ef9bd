#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.h"

namespace backup {

/// Which backups are kept: all of the last days, and the latest of each of the last weeks and months.
struct KeepRules {
  unsigned days = 30, weeks = 8, months = 12;
};

struct KeptBackup {
  std::string id;
  base::Timestamp started_at{};
  std::optional<base::Timestamp> proven_at{};
};

/// Ids of those that may go. The latest one and the one proven last always stay.
std::vector<std::string> expired(std::vector<KeptBackup> backups, const KeepRules& rules, base::Timestamp now);

}  // namespace backup
