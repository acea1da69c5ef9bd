#pragma once

#include "base/result.h"
#include "platform/db/connection.h"

namespace platform::db {

/// Rolls back unless committed; cannot be committed once a statement failed. SQLite locks at once (BEGIN IMMEDIATE).
class Transaction {
 public:
  static base::Result<Transaction> begin(Connection& connection);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  base::Result<> commit();
  void rollback();

 private:
  explicit Transaction(Connection& connection) : connection_(&connection) {}
  Connection* connection_;
};

}  // namespace platform::db
