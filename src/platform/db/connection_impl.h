#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "platform/db/connection.h"
#include "platform/db/statement_times.h"

namespace platform::db {

/// What each engine's session does behind Connection. Private to this room.
struct Connection::Impl {
  explicit Impl(std::string database) : database_(std::move(database)) {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  virtual ~Impl() = default;

  virtual Engine engine() const = 0;
  virtual base::Result<std::int64_t> execute(const Statement& statement, const std::vector<Value>& args) = 0;
  virtual base::Result<std::vector<Row>> query(const Statement& statement, const std::vector<Value>& args) = 0;
  virtual base::Result<> scan(const Statement& statement,
                              const std::function<void(const std::vector<std::string_view>&)>& each) = 0;
  virtual base::Result<> run_script(std::string_view name, std::string_view sql) = 0;
  virtual base::Result<BulkLoad> bulk_load(std::string_view table, const std::vector<std::string_view>& columns) = 0;
  virtual bool is_alive() = 0;
  virtual base::Result<> set_statement_timeout(std::chrono::milliseconds timeout) = 0;

  virtual base::Result<> begin() = 0;
  /// Fails, and leaves nothing committed, when a statement of the transaction failed: alike on both engines.
  virtual base::Result<> commit() = 0;
  virtual void rollback() = 0;
  virtual bool in_transaction() const = 0;
  /// True when the session is known to be lost; costs nothing.
  virtual bool is_broken() const = 0;
  /// The database's file on SQLite, "" on PostgreSQL.
  virtual std::string file() const { return {}; }

  /// Brings the session to the state of a fresh one (no transaction, no timeout); false when it must be closed.
  bool make_ready();

  /// From now on the times of statements are noted there.
  void measure(std::shared_ptr<StatementTimes> times) { meter_.emplace(std::move(times)); }
  /// Does what the statement of this name is for, and notes how long that took.
  template <class F>
  auto timed(std::string_view name, F run) {
    const auto began = std::chrono::steady_clock::now();
    auto result = run();
    if (meter_) {
      meter_->note(name,
                   std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began));
    }
    return result;
  }

  const std::string& database() const { return database_; }
  std::chrono::steady_clock::time_point born() const { return born_; }

 protected:
  bool has_timeout_ = false;

 private:
  std::string database_;
  std::optional<StatementTimes::Meter> meter_;
  std::chrono::steady_clock::time_point born_ = std::chrono::steady_clock::now();
};

}  // namespace platform::db
