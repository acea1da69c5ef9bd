#pragma once

#include <array>
#include <string_view>

#include "base/result.h"
#include "platform/config/settings.h"
#include "platform/db/database.h"

namespace platform::db {

/// The six databases, opened from the settings.
struct Databases {
  Database main, catalog, imports, media, code2asin, analytics;

  static base::Result<Databases> open(const config::Settings& settings);
  std::array<Database*, 6> all() { return {&main, &catalog, &imports, &media, &code2asin, &analytics}; }
  Database* find(std::string_view name);
};

}  // namespace platform::db
