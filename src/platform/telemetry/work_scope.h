#pragma once

#include <string>

namespace platform::telemetry {

/// What this thread works on while it lasts: a request or a job. Whoever writes a log line on the thread can name it.
/// They may be nested; the innermost counts.
class WorkScope {
 public:
  explicit WorkScope(std::string id);
  WorkScope(const WorkScope&) = delete;
  WorkScope& operator=(const WorkScope&) = delete;
  ~WorkScope();

  /// The id of this thread's work; "" when it has none.
  static std::string current();

 private:
  std::string id_;
  const WorkScope* outer_;
};

}  // namespace platform::telemetry
