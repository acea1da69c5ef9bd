#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace platform::db {

/// What PostgreSQL's own programs must be told to reach a database: {"host", "db"}, {"password", ...}. Fails with
/// db_url_invalid.
base::Result<std::vector<std::pair<std::string, std::string>>> client_settings(const std::string& name,
                                                                               const std::string& url);

/// The URL of another database of the same server.
std::string url_with_database(const std::string& url, std::string_view database);

}  // namespace platform::db
