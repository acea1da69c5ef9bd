#pragma once

#include <cstdint>

#include "app/services.h"

namespace app {

/// What referred to things of another database that are gone, and was removed.
struct RepairedLinks {
  std::uint64_t sources = 0;    ///< of deleted suppliers
  std::uint64_t mappings = 0;   ///< suppliers whose mappings they were
  std::uint64_t schedules = 0;  ///< of deleted sources
  std::uint64_t files = 0;      ///< archived by imports that never got so far as to be noted
};

/// Finds and removes what a process that died between two databases has left behind: no database can refuse it, as no
/// foreign key leads from one to another. What belonged to people is written to the
/// audit trail.
base::Result<RepairedLinks> repair_links(Services& services);

}  // namespace app
