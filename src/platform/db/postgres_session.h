#pragma once

#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <memory>
#include <string>
#include <unordered_map>

#include "platform/db/connection_impl.h"

namespace platform::db {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresResult = std::unique_ptr<PGresult, ClearResult>;

/// One session of a PostgreSQL server. SOCI opens and closes it; statements run on the handle beneath.
class PostgresSession final : public Connection::Impl {
 public:
  /// `conninfo` as postgres_conninfo() gives it.
  static base::Result<std::unique_ptr<PostgresSession>> open(std::string database, const std::string& conninfo);

  Engine engine() const override { return Engine::postgres; }
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
  bool in_transaction() const override { return PQtransactionStatus(handle_) != PQTRANS_IDLE; }
  bool is_broken() const override { return broken_ || PQstatus(handle_) != CONNECTION_OK; }

  PGconn* handle() const { return handle_; }
  /// Runs `sql` and expects an answer of `wanted` kind.
  base::Result<PostgresResult> run(std::string_view name, const std::string& sql, ExecStatusType wanted);
  /// Reads what is left of the running command; its first failure, if any, otherwise the number of rows it touched.
  base::Result<std::int64_t> finish_command(std::string_view name);
  /// The Problem of the answer (may be null) or of the session.
  base::Problem failed(std::string_view name, const PGresult* result) const;

 private:
  struct TextHash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using Prepared = std::unordered_map<std::string, std::string, TextHash, std::equal_to<>>;

  PostgresSession(std::string database, const std::string& conninfo);
  base::Result<PostgresResult> run_prepared(const Statement& statement, const std::vector<Value>& args);
  base::Result<const char*> prepared(const Statement& statement);
  void forget(const Statement& statement);

  soci::session session_;
  PGconn* handle_ = nullptr;
  Prepared prepared_;  // SQL to the server's name for it
  std::uint64_t prepared_count_ = 0;
  bool broken_ = false;
};

/// True when the answer's SQLSTATE says that the server's prepared form of a statement no longer fits the schema.
bool is_stale_statement(const PGresult* result);

/// The Problem for a failed answer; `result` may be null when the connection itself failed.
base::Problem postgres_problem(PGconn* handle, const PGresult* result, std::string_view database,
                               std::string_view statement);

}  // namespace platform::db
