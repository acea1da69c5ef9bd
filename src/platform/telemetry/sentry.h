#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "platform/telemetry/trace.h"

namespace platform::telemetry {

/// Where reports go, from a DSN: "https://key@host/project".
struct SentryAddress {
  std::string url;   ///< of the envelope endpoint
  std::string auth;  ///< for the header X-Sentry-Auth
};
/// Fails with sentry_dsn_invalid, which never shows the key.
base::Result<SentryAddress> parse_sentry_dsn(std::string_view dsn);

/// `text` with what looks like a secret replaced by stars: passwords in URLs, bearer tokens, values named password,
/// token, secret or key.
std::string without_secrets(std::string_view text);

/// Something nobody foresaw. Never with what a user sent.
struct ErrorReport {
  std::string type;                           ///< code of a problem, "exception"
  std::string message;                        ///< secrets are taken out of it
  std::string where;                          ///< "GET /api/v1/products/{id}", "job import"
  std::map<std::string, std::string> tags{};  ///< {"request_id", ...}
};

/// How long one request or job took. Those of one trace_id are shown together.
struct TraceReport {
  std::string name;       ///< as ErrorReport::where
  std::string operation;  ///< "http.server", "queue.task"
  std::string status;     ///< "ok", "internal_error"...: see trace_status()
  std::chrono::microseconds duration{};
  std::map<std::string, std::string> tags{};
  std::string trace_id{};     ///< a new one when it is ""
  std::vector<Span> spans{};  ///< its steps
};
/// The word for an HTTP status.
std::string_view trace_status(unsigned http_status);

struct SentryOptions {
  std::string dsn, environment, release;
  double traces_sample_rate = 0;  ///< 0 to 1
  std::size_t most_waiting = 200;
};

struct SentryStatistics {
  std::uint64_t sent = 0;
  std::uint64_t dropped = 0;  ///< the receiver was away, or too slow
  std::uint64_t waiting = 0;
};

/// Sends reports to a server that takes Sentry's envelopes, from a thread of its own: whoever reports never waits. When
/// the receiver is away, reports are dropped and counted. Thread-safe.
class Sentry {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;
  /// POSTs the body; true when the receiver took it. Must end within a bounded time.
  using Send = std::function<bool(const std::string& url, const Headers& headers, const std::string& body)>;

  /// Fails with sentry_dsn_invalid.
  static base::Result<std::unique_ptr<Sentry>> open(const SentryOptions& options, Send send);
  Sentry(const Sentry&) = delete;
  Sentry& operator=(const Sentry&) = delete;
  /// Ends after the report being sent; those that still wait are dropped.
  ~Sentry();

  void report(const ErrorReport& error);
  /// Reported for the share of all traces that was chosen.
  void report(TraceReport trace);

  /// Waits until nothing waits; false when that takes longer.
  bool flush(std::chrono::milliseconds deadline);
  SentryStatistics statistics() const;

 private:
  Sentry(const SentryOptions& options, SentryAddress address, Send send);
  void enqueue(std::string envelope);
  void send_all(const std::stop_token& stop);

  const SentryOptions options_;
  const SentryAddress address_;
  const Send send_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<std::string> waiting_;
  bool is_sending_ = false;
  SentryStatistics statistics_;
  std::jthread sender_;
};

inline constexpr base::ProblemKind sentry_dsn_invalid{"config.sentry_dsn", "SENTRY_DSN is not valid", 500,
                                                      base::LogLevel::error};

}  // namespace platform::telemetry
