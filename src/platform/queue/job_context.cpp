#include "platform/queue/job_context.h"

#include <utility>

namespace platform::queue {

using std::chrono::steady_clock;

JobContext::JobContext(JobQueue& queue, Job job, std::chrono::milliseconds lease)
    : queue_(queue),
      job_(std::move(job)),
      lease_(lease),
      is_cancelled_(job_.cancel_requested),
      held_until_(steady_clock::now() + lease) {}

void JobContext::progress(std::string json) {
  const std::lock_guard lock(mutex_);
  progress_ = std::move(json);
}

std::string JobContext::take_progress() {
  const std::lock_guard lock(mutex_);
  return std::exchange(progress_, {});
}

base::Result<> JobContext::checkpoint(std::string_view json) {
  auto stored = queue_.checkpoint(ticket(), json);
  if (!stored && stored.error().kind == &job_lease_lost) is_lost_ = true;
  return stored;
}

void JobContext::beat() {
  const auto asked_at = steady_clock::now();
  const auto cancelled = queue_.heartbeat(ticket(), lease_, take_progress());
  if (cancelled) {
    held_until_ = asked_at + lease_;
    if (*cancelled) is_cancelled_ = true;
  } else if (cancelled.error().kind == &job_lease_lost || steady_clock::now() >= held_until_) {
    // A database that does not answer for a whole lease is as good as another worker: it may have taken the job up.
    is_lost_ = true;
  }
}

}  // namespace platform::queue
