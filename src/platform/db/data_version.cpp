#include "platform/db/data_version.h"

namespace platform::db {
namespace {

// A snapshot names the transactions it sees: two equal ones see the same.
constexpr Statement read_version{"db.data_version", "PRAGMA data_version", "SELECT pg_current_snapshot()::text"};

}  // namespace

base::Result<std::string> DataVersion::ask() {
  if (!connection_) {
    ASSIGN_OR_RETURN(connection_, database_.connect());
    ++connections_;
  }
  auto row = connection_->query_one(read_version);
  if (!row) {
    connection_.reset();  // a new one is tried next time
    return base::failure(std::move(row).error());
  }
  // Another connection counts from elsewhere.
  return std::to_string(connections_) + ":" + (*row)->text(0);
}

base::Result<std::string> DataVersion::current() {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (is_known_ && now - asked_at_ <= patience_) return version_;
  is_known_ = false;
  ASSIGN_OR_RETURN(version_, ask());
  asked_at_ = now;
  is_known_ = true;
  return version_;
}

void DataVersion::expire() {
  const std::lock_guard lock(mutex_);
  is_known_ = false;
}

}  // namespace platform::db
