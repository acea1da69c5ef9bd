#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "platform/db/connection.h"

namespace ops {

/// A database's server as one session sees it.
struct ServerFacts {
  std::string version;  ///< "15.14"
  std::int64_t version_number = 0;
  std::string encoding;
  base::Timestamp now;  ///< by the server's clock
  // Of PostgreSQL alone:
  std::int64_t usable_connections = 0;  ///< without those kept for superusers
  std::int64_t open_connections = 0;
};
base::Result<ServerFacts> read_server_facts(platform::db::Connection& connection);

struct LongTransaction {
  std::int64_t process = 0;
  std::string program, state;
  std::int64_t seconds = 0;
};
/// Of this database, open for longer than `seconds`; none on SQLite.
base::Result<std::vector<LongTransaction>> read_long_transactions(platform::db::Connection& connection,
                                                                  std::int64_t seconds);
/// Indexes that were begun and never finished; none on SQLite.
base::Result<std::vector<std::string>> read_invalid_indexes(platform::db::Connection& connection);

struct StatementCost {
  std::string text;  ///< with placeholders in place of values
  std::int64_t calls = 0;
  double total_ms = 0, mean_ms = 0;
};
/// Of this database, the most expensive first; none on SQLite and where pg_stat_statements is not installed.
base::Result<std::vector<StatementCost>> read_statement_costs(platform::db::Connection& connection);

}  // namespace ops
