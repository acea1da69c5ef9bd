#include "platform/db/data_version.h"

#include "platform/db/db_problem.h"

namespace platform::db {
namespace {

// A snapshot names the transactions it sees: two equal ones see the same.
constexpr Statement read_version{"db.data_version", "PRAGMA data_version", "SELECT pg_current_snapshot()::text"};

constexpr std::chrono::milliseconds longest_wait{500};

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

/// Lets the next one ask, whatever comes of this question.
class DataVersion::Turn {
 public:
  explicit Turn(DataVersion& of) : of_(of) {}
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() {
    const std::lock_guard lock(of_.mutex_);
    of_.is_asking_ = false;
    of_.answered_.notify_all();
  }

 private:
  DataVersion& of_;
};

base::Result<std::string> DataVersion::current() {
  const auto now = std::chrono::steady_clock::now();
  std::uint64_t changes = 0;
  {
    std::unique_lock lock(mutex_);
    if (!answered_.wait_for(lock, longest_wait, [this] { return !is_asking_; })) {
      return base::failure(
          db_problem(db_unavailable, database_.name(), read_version.name, "it has not answered another thread yet"));
    }
    if (is_known_ && now - asked_at_ <= patience_) return version_;
    changes = changes_;
    is_asking_ = true;
  }
  const Turn turn(*this);
  ASSIGN_OR_RETURN(std::string version, ask());
  const std::lock_guard lock(mutex_);
  is_known_ = changes == changes_;
  asked_at_ = now;
  version_ = version;
  return version;
}

void DataVersion::expire() {
  const std::lock_guard lock(mutex_);
  is_known_ = false;
  ++changes_;
}

}  // namespace platform::db
