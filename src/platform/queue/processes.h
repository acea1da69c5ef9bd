#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"
#include "platform/db/database.h"

namespace platform::queue {

/// A process of this installation.
struct Process {
  base::Uuid id;
  std::string role;  ///< serve, api, worker, scheduler
  std::string name;  ///< host and process number; a worker signs its jobs with it
  std::string version;
  base::Timestamp started_at, seen_at;

  /// False for one that has not been seen for so long that it must have ended without a word.
  bool is_alive(base::Timestamp now) const { return now < seen_at + longest_silence; }
  static constexpr std::chrono::seconds longest_silence{30};
};

/// Who is at work, idle ones included. Thread-safe.
class ProcessRegistry {
 public:
  explicit ProcessRegistry(db::Database& main) : main_(main) {}

  /// Says that it is at work, for the first time or again: meant for every few seconds.
  base::Result<> sign_in(const Process& process);
  base::Result<> sign_out(base::Uuid id);
  /// In the order they started.
  base::Result<std::vector<Process>> list();
  /// Forgets those that have been silent for a day.
  base::Result<> tidy(base::Timestamp now = base::Timestamp::now());

 private:
  db::Database& main_;
};

/// "host:1234": how this process signs.
std::string own_process_name();

}  // namespace platform::queue
