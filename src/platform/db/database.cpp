#include "platform/db/database.h"

#include <filesystem>
#include <functional>
#include <utility>

#include "platform/db/database_url.h"
#include "platform/db/pool.h"
#include "platform/db/postgres_dialer.h"
#include "platform/db/sqlite_session.h"

namespace platform::db {

namespace {

using OpenSession = std::function<base::Result<std::unique_ptr<Connection::Impl>>()>;

OpenSession sessions_of(const std::string& name, const DatabaseAddress& address) {
  if (address.engine == Engine::sqlite)
    return [name, file = address.target] { return SqliteSession::open(name, file); };
  return [dialer = PostgresDialer(name, address.target)] { return dialer.dial(); };
}

base::Result<> make_folder_of(const std::string& name, const std::string& file) {
  const auto folder = std::filesystem::path(file).parent_path();
  std::error_code error;
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  if (!error) return {};
  return base::failure(
      db_url_invalid,
      "The folder \"" + folder.string() + "\" of the " + name + " database cannot be made: " + error.message() + ".",
      "Choose a folder this user may write to.");
}

}  // namespace

Lease::Lease(std::shared_ptr<Pool> pool, std::unique_ptr<Connection> connection)
    : pool_(std::move(pool)), connection_(std::move(connection)) {}

Lease::Lease(Lease&&) noexcept = default;

Lease::~Lease() {
  if (connection_) pool_->give_back(std::move(connection_), discard_);
}

base::Result<Database> Database::open(std::string name, const std::string& url, PoolOptions options) {
  ASSIGN_OR_RETURN(const auto address, parse_database_url(name, url));
  if (address.engine == Engine::sqlite) RETURN_IF_FAILED(make_folder_of(name, address.target));
  auto times = std::make_shared<StatementTimes>();
  auto pool = std::make_shared<Pool>(
      name, options, [open = sessions_of(name, address), times]() -> base::Result<std::unique_ptr<Connection>> {
        ASSIGN_OR_RETURN(auto session, open());
        session->measure(times);
        return std::make_unique<Connection>(std::move(session));
      });
  return Database(std::move(name), address.engine, url, std::move(times), std::move(pool));
}

Database::Database(std::string name, Engine engine, std::string url, std::shared_ptr<StatementTimes> times,
                   std::shared_ptr<Pool> pool)
    : name_(std::move(name)), engine_(engine), url_(std::move(url)), times_(std::move(times)), pool_(std::move(pool)) {}

std::string Database::masked_url() const {
  return mask_database_url(url_);
}

base::Result<Lease> Database::acquire() {
  ASSIGN_OR_RETURN(auto connection, pool_->take());
  return Lease(pool_, std::move(connection));
}

PoolStatistics Database::statistics() const {
  return pool_->statistics();
}

base::Result<std::unique_ptr<Connection>> Database::connect() {
  return pool_->connect();
}

}  // namespace platform::db
