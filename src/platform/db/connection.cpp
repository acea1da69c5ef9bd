#include "platform/db/connection.h"

#include <utility>

#include "platform/db/connection_impl.h"

namespace platform::db {

Connection::Connection(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

Engine Connection::engine() const {
  return impl_->engine();
}

base::Result<std::int64_t> Connection::execute_values(const Statement& statement, const std::vector<Value>& args) {
  return impl_->timed(statement.name, [&] { return impl_->execute(statement, args); });
}

base::Result<std::vector<Row>> Connection::query_values(const Statement& statement, const std::vector<Value>& args) {
  return impl_->timed(statement.name, [&] { return impl_->query(statement, args); });
}

base::Result<> Connection::scan(const Statement& statement,
                                const std::function<void(const std::vector<std::string_view>&)>& each) {
  return impl_->timed(statement.name, [&] { return impl_->scan(statement, each); });
}

base::Result<> Connection::execute_script(std::string_view name, std::string_view sql) {
  return impl_->timed(name, [&] { return impl_->run_script(name, sql); });
}

base::Result<BulkLoad> Connection::bulk_load(std::string_view table, const std::vector<std::string_view>& columns) {
  return impl_->bulk_load(table, columns);
}

bool Connection::is_alive() {
  return impl_->is_alive();
}

base::Result<> Connection::set_statement_timeout(std::chrono::milliseconds timeout) {
  return impl_->set_statement_timeout(timeout);
}

bool Connection::Impl::make_ready() {
  if (is_broken()) return false;
  if (in_transaction()) {
    rollback();
    if (in_transaction() || is_broken()) return false;
  }
  return !has_timeout_ || set_statement_timeout(std::chrono::milliseconds::zero()).has_value();
}

}  // namespace platform::db
