#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/db/bulk_load.h"
#include "platform/db/statement.h"
#include "platform/db/value.h"

namespace platform::db {

/// One session of one database. Not shared by threads. Statements are prepared once per connection and reused.
class Connection {
 public:
  struct Impl;
  explicit Connection(std::unique_ptr<Impl> impl);
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  ~Connection();

  Engine engine() const;

  /// Runs a statement that gives no rows; the answer is the number of rows it changed.
  template <class... Args>
  base::Result<std::int64_t> execute(const Statement& statement, const Args&... args) {
    return execute_values(statement, {to_value(args)...});
  }
  /// Runs a statement and gives all its rows; for answers of bounded size.
  template <class... Args>
  base::Result<std::vector<Row>> query(const Statement& statement, const Args&... args) {
    return query_values(statement, {to_value(args)...});
  }
  /// The first row, if any.
  template <class... Args>
  base::Result<std::optional<Row>> query_one(const Statement& statement, const Args&... args) {
    auto rows = query_values(statement, {to_value(args)...});
    if (!rows) return base::failure(std::move(rows).error());
    if (rows->empty()) return std::optional<Row>{};
    return std::optional<Row>{std::move(rows->front())};
  }

  base::Result<std::int64_t> execute_values(const Statement& statement, const std::vector<Value>& args);
  base::Result<std::vector<Row>> query_values(const Statement& statement, const std::vector<Value>& args);
  /// Runs a parameterless query (SELECT, VALUES, WITH) and hands each row to `each`, as text cells (null: data() ==
  /// nullptr), in constant memory: the fast way out for large answers. Until it returns, the connection is busy.
  base::Result<> scan(const Statement& statement,
                      const std::function<void(const std::vector<std::string_view>&)>& each);

  /// Runs SQL that is no store's statement: migrations, session set-up, temporary tables. May hold several statements.
  base::Result<> execute_script(std::string_view name, std::string_view sql);

  /// Starts filling `table` (columns in order) by the engine's fastest way: COPY or prepared inserts. Finish it before
  /// anything else is run on this connection.
  base::Result<BulkLoad> bulk_load(std::string_view table, const std::vector<std::string_view>& columns);

  /// True when the server still answers; never throws, bounded to a second or so.
  bool is_alive();
  /// Waiting time after which a statement is cancelled with db_timeout; zero for none.
  base::Result<> set_statement_timeout(std::chrono::milliseconds timeout);

  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

inline constexpr base::ProblemKind db_unavailable{"db.unavailable", "Database cannot be reached", 503,
                                                  base::LogLevel::error};
inline constexpr base::ProblemKind db_pool_exhausted{"db.pool_exhausted", "All database connections are busy", 503,
                                                     base::LogLevel::warning};
inline constexpr base::ProblemKind db_timeout{"db.timeout", "Database statement took too long", 503,
                                              base::LogLevel::error};
inline constexpr base::ProblemKind db_disk_full{"db.disk_full", "Database has no room left", 507,
                                                base::LogLevel::error};
/// A unique key was violated: two at once.
inline constexpr base::ProblemKind db_conflict{"db.conflict", "Row exists already", 409, base::LogLevel::info};
/// Deadlock, serialization failure, busy database: the transaction may be tried again as it is.
inline constexpr base::ProblemKind db_retry{"db.retry", "Transaction lost a race", 503, base::LogLevel::info};
inline constexpr base::ProblemKind db_failed{"db.failed", "Database refused a statement", 500, base::LogLevel::error};

}  // namespace platform::db
