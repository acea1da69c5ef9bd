#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "base/uuid.h"
#include "platform/db/database.h"
#include "support/result_check.h"
#include "support/temporary_folder.h"

namespace test {

using platform::db::Engine;

/// The server tests/support/with-postgres started. Without it a test fails: skipping would hide that it never ran.
inline std::string postgres_url() {
  const char* const url = std::getenv("TEST_POSTGRES_URL");
  if (url == nullptr || *url == '\0') {
    throw std::runtime_error(
        "TEST_POSTGRES_URL is not set. Run the tests with `make test`, or put "
        "tests/support/with-postgres before the test program.");
  }
  return url;
}

/// A fresh, empty database on one engine, gone when this is destroyed.
class FreshDatabase {
 public:
  explicit FreshDatabase(Engine engine) : engine_(engine) {
    if (engine == Engine::sqlite) {
      folder_ = std::make_unique<TemporaryFolder>();
      url_ = "sqlite:///" + (*folder_ / "test.db").string();
      return;
    }
    const std::string server = postgres_url();
    name_ = "test_" + base::Uuid::generate().to_string();
    on_server("CREATE DATABASE \"" + name_ + "\" TEMPLATE template0");
    url_ = server.substr(0, server.rfind('/') + 1) + name_;
  }
  FreshDatabase(const FreshDatabase&) = delete;
  FreshDatabase& operator=(const FreshDatabase&) = delete;
  ~FreshDatabase() {
    if (name_.empty()) return;
    try {
      on_server("DROP DATABASE \"" + name_ + "\" WITH (FORCE)");
    } catch (const std::exception& error) {
      ADD_FAILURE() << "the test's database could not be dropped: " << error.what();
    }
  }

  const std::string& url() const { return url_; }
  Engine engine() const { return engine_; }
  platform::db::Database open(const std::string& name = "catalog", platform::db::PoolOptions options = {}) const {
    return must(platform::db::Database::open(name, url_, options));
  }

 private:
  static void on_server(const std::string& sql) {
    auto server = must(platform::db::Database::open("server", postgres_url()));
    must(must(server.connect())->execute_script("test.server", sql));
  }

  Engine engine_;
  std::unique_ptr<TemporaryFolder> folder_;
  std::string name_;
  std::string url_;
};

/// A suite that runs on both engines, each test on a fresh database:
///   class CatalogStore : public test::DatabaseTest {};
///   INSTANTIATE_TEST_SUITE_P(Engines, CatalogStore, test::both_engines(), test::engine_name);
class DatabaseTest : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    fresh_ = std::make_unique<FreshDatabase>(GetParam());
    database_.emplace(fresh_->open());
  }
  void TearDown() override {
    connection_.reset();
    database_.reset();
    fresh_.reset();
  }

  bool on_postgres() const { return GetParam() == Engine::postgres; }
  const std::string& url() const { return fresh_->url(); }
  platform::db::Database& database() { return *database_; }
  /// One connection kept for the whole test, outside the pool.
  platform::db::Connection& connection() {
    if (!connection_) connection_ = must(database_->connect());
    return *connection_;
  }

 private:
  std::unique_ptr<FreshDatabase> fresh_;
  std::optional<platform::db::Database> database_;
  std::unique_ptr<platform::db::Connection> connection_;
};

inline auto both_engines() {
  return ::testing::Values(Engine::sqlite, Engine::postgres);
}
inline std::string engine_name(const ::testing::TestParamInfo<Engine>& info) {
  return info.param == Engine::sqlite ? "Sqlite" : "Postgres";
}

}  // namespace test
