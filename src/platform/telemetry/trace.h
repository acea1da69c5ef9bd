#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/timestamp.h"

namespace platform::telemetry {

/// A trace's id: 32 hexadecimal digits. What follows from one piece of work has the same.
std::string new_trace_id();
/// Whether this trace is among the share of all (0 to 1) that is sent. Every process decides alike, so that a trace is
/// sent whole or not at all.
bool is_in_share(std::string_view trace_id, double share);

/// A step of some work, and how long it took.
struct Span {
  std::string name;
  base::Timestamp began;
  std::chrono::microseconds duration{};
};

/// The trace that this thread's work belongs to while it lasts. Jobs enqueued meanwhile belong to it, too, and log
/// lines name it. They may be nested; the innermost counts.
class TraceScope {
 public:
  /// "" for work that belongs to none.
  explicit TraceScope(std::string id);
  TraceScope(const TraceScope&) = delete;
  TraceScope& operator=(const TraceScope&) = delete;
  ~TraceScope();

  /// The id of this thread's trace; "" when it has none.
  static std::string current();
  /// The steps that ended so far.
  const std::vector<Span>& spans() const { return spans_; }

 private:
  friend class SpanScope;
  std::string id_;
  TraceScope* outer_;
  std::vector<Span> spans_;
};

/// Notes a step in this thread's trace when it ends; without one, nothing.
class SpanScope {
 public:
  explicit SpanScope(std::string_view name);
  SpanScope(const SpanScope&) = delete;
  SpanScope& operator=(const SpanScope&) = delete;
  ~SpanScope();

 private:
  std::string_view name_;
  base::Timestamp began_ = base::Timestamp::now();
  std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
};

}  // namespace platform::telemetry
