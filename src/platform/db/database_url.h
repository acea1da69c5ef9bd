#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/db/statement.h"

namespace platform::db {

/// Where a database is: the file on SQLite, libpq's connection text on PostgreSQL.
struct DatabaseAddress {
  Engine engine;
  std::string target;
};

/// Reads a database URL, with the session's defaults filled in. Fails with db_url_invalid, which never shows a
/// password.
base::Result<DatabaseAddress> parse_database_url(std::string_view name, const std::string& url);

/// The URL with its passwords as "***".
std::string mask_database_url(std::string_view url);

}  // namespace platform::db
