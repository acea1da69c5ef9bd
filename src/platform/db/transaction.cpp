#include "platform/db/transaction.h"

#include <utility>

#include "platform/db/connection_impl.h"

namespace platform::db {

base::Result<Transaction> Transaction::begin(Connection& connection) {
  RETURN_IF_FAILED(connection.impl().begin());
  return Transaction(connection);
}

Transaction::Transaction(Transaction&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}

Transaction::~Transaction() {
  rollback();
}

base::Result<> Transaction::commit() {
  if (connection_ == nullptr) {
    return base::failure(db_failed, "A transaction was ended already.", "Begin a new one.");
  }
  auto committed = connection_->impl().commit();
  if (committed) {
    connection_ = nullptr;
  } else {
    rollback();
  }
  return committed;
}

void Transaction::rollback() {
  Connection* const connection = std::exchange(connection_, nullptr);
  if (connection == nullptr) return;
  auto& session = connection->impl();
  // A session that cannot roll back is lost, and the server undoes its work by itself.
  if (!session.is_broken() && session.in_transaction()) session.rollback();
}

}  // namespace platform::db
