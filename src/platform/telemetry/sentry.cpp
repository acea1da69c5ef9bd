#include "platform/telemetry/sentry.h"

#include "platform/telemetry/sentry_envelope.h"

namespace platform::telemetry {

base::Result<std::unique_ptr<Sentry>> Sentry::open(const SentryOptions& options, Send send) {
  ASSIGN_OR_RETURN(SentryAddress address, parse_sentry_dsn(options.dsn));
  return std::unique_ptr<Sentry>(new Sentry(options, std::move(address), std::move(send)));
}

Sentry::Sentry(const SentryOptions& options, SentryAddress address, Send send)
    : options_(options),
      address_(std::move(address)),
      send_(std::move(send)),
      sender_([this](const std::stop_token& stop) { send_all(stop); }) {}

Sentry::~Sentry() = default;

void Sentry::report(const ErrorReport& error) {
  enqueue(error_envelope(error, options_, base::Timestamp::now()));
}

void Sentry::report(TraceReport trace) {
  if (trace.trace_id.empty()) trace.trace_id = new_trace_id();
  if (is_in_share(trace.trace_id, options_.traces_sample_rate))
    enqueue(trace_envelope(trace, options_, base::Timestamp::now()));
}

void Sentry::enqueue(std::string envelope) {
  const std::lock_guard lock(mutex_);
  if (waiting_.size() >= options_.most_waiting) {
    ++statistics_.dropped;
    return;
  }
  waiting_.push_back(std::move(envelope));
  changed_.notify_all();
}

void Sentry::send_all(const std::stop_token& stop) {
  const Headers headers{{"Content-Type", "application/x-sentry-envelope"}, {"X-Sentry-Auth", address_.auth}};
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [&] { return !waiting_.empty(); }) && !stop.stop_requested()) {
    const std::string envelope = std::move(waiting_.front());
    waiting_.pop_front();
    is_sending_ = true;
    lock.unlock();
    bool taken = false;
    try {
      taken = send_(address_.url, headers, envelope);
    } catch (const std::exception&) {
      taken = false;  // counted as dropped: reporting errors must not make new ones
    }
    lock.lock();
    is_sending_ = false;
    ++(taken ? statistics_.sent : statistics_.dropped);
    changed_.notify_all();
  }
}

bool Sentry::flush(std::chrono::milliseconds deadline) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, deadline, [&] { return waiting_.empty() && !is_sending_; });
}

SentryStatistics Sentry::statistics() const {
  const std::lock_guard lock(mutex_);
  SentryStatistics now = statistics_;
  now.waiting = waiting_.size();
  return now;
}

}  // namespace platform::telemetry
