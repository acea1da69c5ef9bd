#pragma once

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <memory>
#include <string>
#include <unordered_map>

#include "platform/db/connection_impl.h"

namespace platform::db {

namespace sqlite = ::sqlite_api;

struct FinalizeStatement {
  void operator()(sqlite::sqlite3_stmt* statement) const { sqlite::sqlite3_finalize(statement); }
};
using SqliteStatement = std::unique_ptr<sqlite::sqlite3_stmt, FinalizeStatement>;

/// One open SQLite file. SOCI opens and closes it; statements run on the handle beneath.
class SqliteSession final : public Connection::Impl {
 public:
  static base::Result<std::unique_ptr<SqliteSession>> open(std::string database, std::string file);

  Engine engine() const override { return Engine::sqlite; }
  base::Result<std::int64_t> execute(const Statement& statement, const std::vector<Value>& args) override;
  base::Result<std::vector<Row>> query(const Statement& statement, const std::vector<Value>& args) override;
  base::Result<> scan(const Statement& statement,
                      const std::function<void(const std::vector<std::string_view>&)>& each) override;
  base::Result<> run_script(std::string_view name, std::string_view sql) override;
  base::Result<BulkLoad> bulk_load(std::string_view table, const std::vector<std::string_view>& columns) override;
  bool is_alive() override;
  base::Result<> set_statement_timeout(std::chrono::milliseconds timeout) override;
  base::Result<> begin() override;
  base::Result<> commit() override;
  void rollback() override;
  bool in_transaction() const override;
  bool is_broken() const override { return broken_; }
  std::string file() const override { return file_; }

  sqlite::sqlite3* handle() const { return handle_; }
  /// A statement for `sql`, which must hold exactly one.
  base::Result<SqliteStatement> prepare(std::string_view name, std::string_view sql);
  /// The Problem of the call that failed just now; the transaction it was in can no longer be committed.
  base::Problem failed(std::string_view name);
  /// Makes the running transaction one that only rolls back.
  void spoil() { spoiled_ = true; }
  /// Starts measuring a statement's time, when it is limited.
  void start_clock();

 private:
  struct ResetStatement {
    void operator()(sqlite::sqlite3_stmt* statement) const;
  };
  using Running = std::unique_ptr<sqlite::sqlite3_stmt, ResetStatement>;
  struct TextHash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  SqliteSession(std::string database, std::string file);
  base::Result<> set_up();
  base::Result<> switch_to_wal();
  base::Result<Running> start(const Statement& statement, const std::vector<Value>& args);
  base::Result<sqlite::sqlite3_stmt*> prepared(const Statement& statement);
  base::Result<> check_transaction(std::string_view name) const;
  static int is_late(void* session);

  soci::session session_;
  sqlite::sqlite3* handle_ = nullptr;
  std::string file_;
  std::unordered_map<std::string, SqliteStatement, TextHash, std::equal_to<>> prepared_;
  std::chrono::milliseconds timeout_{0};
  std::chrono::steady_clock::time_point deadline_{};
  bool in_block_ = false;  // between begin() and its end; SQLite itself may have rolled back meanwhile
  bool spoiled_ = false;
  bool broken_ = false;
};

base::Problem sqlite_problem(sqlite::sqlite3* handle, std::string_view database, std::string_view statement);

}  // namespace platform::db
