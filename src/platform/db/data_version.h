#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

#include "platform/db/database.h"

namespace platform::db {

/// Tells whether anything may have been committed to a database, by whatever process: as long as the text stays the
/// same, what was read stays true. It may change without need (on PostgreSQL any database of the server counts), never
/// the other way round. Thread-safe.
class DataVersion {
 public:
  /// The version is asked for again once it is older than `patience`: so long may it tell of the past.
  explicit DataVersion(Database& database, std::chrono::milliseconds patience = std::chrono::milliseconds(100))
      : database_(database), patience_(patience) {}
  DataVersion(const DataVersion&) = delete;
  DataVersion& operator=(const DataVersion&) = delete;

  /// Ask before reading what is to be kept under it. While another thread asks the database it is waited for, but not
  /// for longer than a reader would like: then fails with db_unavailable.
  base::Result<std::string> current();
  /// The caller has just changed something: the next current() looks.
  void expire();

 private:
  class Turn;
  base::Result<std::string> ask();

  Database& database_;
  const std::chrono::milliseconds patience_;
  std::mutex mutex_;
  std::condition_variable answered_;
  bool is_asking_ = false;                  // whoever asks has the two below to itself
  std::unique_ptr<Connection> connection_;  // SQLite counts what connections other than this one commit
  std::uint64_t connections_ = 0;
  std::uint64_t changes_ = 0;
  std::string version_;
  std::chrono::steady_clock::time_point asked_at_{};
  bool is_known_ = false;
};

}  // namespace platform::db
