#include "platform/queue/worker.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "platform/queue/processes.h"
#include "platform/telemetry/work_scope.h"

namespace platform::queue {
namespace {

using std::chrono::steady_clock;

tl::unexpected<base::Problem> unforeseen(const Job& job, std::string_view what) {
  return base::failure(base::internal_error, "The job " + job.kind + " broke off: " + std::string(what) + ".",
                       "Let it run again; if it fails in the same way, report it with its number.");
}

/// Lets the threads that answer people go first where they share processors with this one; threads it starts inherit
/// that.
void give_way() {
  constexpr int behind_requests = 10;
  // One that may not do so works on as before: it is a courtesy. Linux takes a thread's number here (sched(7)).
  static_cast<void>(setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), behind_requests));
}

}  // namespace

Retry by_status(const base::Problem& problem) {
  return problem.kind->http_status >= 500 ? Retry::yes : Retry::no;
}

Worker::Worker(JobQueue& queue, WorkerOptions options) : queue_(queue), options_(std::move(options)) {
  if (options_.name.empty()) options_.name = own_process_name();
}

Worker::~Worker() {
  stop(std::chrono::milliseconds(0));
  reap(true);
}

void Worker::handle(std::string kind, HandlerEntry entry) {
  handlers_.insert_or_assign(std::move(kind), std::move(entry));
}

void Worker::on_end(EndCallback told) {
  on_end_ = std::move(told);
}

void Worker::start() {
  dispatcher_ = std::thread([this] { dispatch(); });
  heart_ = std::thread([this] { keep_leases(); });
}

bool Worker::stop(std::chrono::milliseconds deadline) {
  std::unique_lock lock(mutex_);
  is_stopping_ = true;
  for (Task& task : tasks_) task.context->stop();
  lock.unlock();
  queue_.doorbell().ring();
  if (dispatcher_.joinable()) dispatcher_.join();

  lock.lock();
  // One more time: a job may have begun between the two.
  for (Task& task : tasks_) task.context->stop();
  const bool all_left_off = changed_.wait_for(lock, deadline, [&] {
    return std::all_of(tasks_.begin(), tasks_.end(), [](const Task& task) { return task.is_done; });
  });
  is_abandoned_ = true;
  lock.unlock();
  changed_.notify_all();
  if (heart_.joinable()) heart_.join();
  reap(false);
  return all_left_off;
}

std::vector<Worker::Running> Worker::running() const {
  const std::lock_guard lock(mutex_);
  std::vector<Running> all;
  for (const Task& task : tasks_) {
    if (!task.is_done) all.push_back({task.context->job(), task.since});
  }
  return all;
}

void Worker::dispatch() {
  for (;;) {
    const std::uint64_t seen = queue_.doorbell().rings();
    {
      const std::lock_guard lock(mutex_);
      if (is_stopping_) return;
    }
    reap(false);
    try {
      take_work();
    } catch (const std::exception&) {
      // The next look may fare better; what is wrong with the database is told by whoever else needs it.
    }
    queue_.doorbell().wait(seen, options_.poll);
  }
}

void Worker::take_work() {
  const auto queues = queue_.queues_with_work();
  if (!queues) return;
  for (const std::string& name : *queues) {
    while (has_room(name)) {
      auto job = queue_.lease(name, options_.name, options_.lease);
      if (!job || !*job) break;
      begin(**std::move(job));
    }
  }
}

bool Worker::has_room(const std::string& queue) const {
  const auto most = options_.concurrency.find(queue);
  if (most == options_.concurrency.end()) return false;
  const std::lock_guard lock(mutex_);
  const auto busy = std::count_if(tasks_.begin(), tasks_.end(),
                                  [&](const Task& task) { return !task.is_done && task.queue == queue; });
  return !is_stopping_ && std::cmp_less(busy, most->second);
}

void Worker::begin(Job job) {
  const std::string queue = job.queue;
  auto context = std::make_shared<JobContext>(queue_, std::move(job), options_.lease);
  const std::lock_guard lock(mutex_);
  Task& task = tasks_.emplace_back(Task{queue, context});
  task.thread = std::thread([this, &task, context] {
    give_way();
    run(*context);
    {
      const std::lock_guard done(mutex_);
      task.is_done = true;
    }
    changed_.notify_all();
    queue_.doorbell().ring();
  });
}

void Worker::run(JobContext& context) {
  const telemetry::WorkScope work(context.job().id.to_string());
  const telemetry::TraceScope trace(context.job().trace_id);
  const auto since = steady_clock::now();
  const auto result = handled(context);
  const std::string outcome = settle(context, result);
  tell({context.job(), outcome, result ? std::string{} : result.error().text(),
        std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - since), trace.spans()});
}

void Worker::tell(const JobEnd& end) const {
  const auto entry = handlers_.find(end.job.kind);
  try {
    if (entry != handlers_.end() && entry->second.on_end) entry->second.on_end(end);
    if (on_end_) on_end_(end);
  } catch (const std::exception&) {
    // Who is told cannot undo what happened: the outcome is stored.
  }
}

base::Result<std::string> Worker::handled(JobContext& context) const {
  const Job& job = context.job();
  const auto entry = handlers_.find(job.kind);
  if (entry == handlers_.end()) {
    return base::failure(job_kind_unknown, "No worker here does jobs of the kind \"" + job.kind + "\".",
                         "Check that all parts of the program are of the same version, then let the job run again.");
  }
  try {
    return entry->second.handler(context);
  } catch (const std::exception& error) {
    return unforeseen(job, error.what());
  } catch (...) {
    return unforeseen(job, "the reason is not known");
  }
}

std::string Worker::settle(JobContext& context, const base::Result<std::string>& result) {
  try {
    if (!result) return settle_failure(context, result.error());
    return queue_.finish(context.ticket(), *result, context.take_progress()) ? "finished" : "lost";
  } catch (const std::exception&) {
    return "lost";  // the lease runs out, and the job is taken up again
  }
}

std::string Worker::settle_failure(JobContext& context, const base::Problem& problem) {
  if (problem.kind == &job_stopped) {
    if (context.is_cancelled()) return queue_.finish_cancelled(context.ticket()) ? "cancelled" : "lost";
    return queue_.release(context.ticket()) ? "released" : "lost";
  }
  const auto entry = handlers_.find(context.job().kind);
  const Retry retry = entry == handlers_.end() ? Retry::yes : entry->second.judge(problem);
  const auto status = queue_.fail(context.ticket(), problem, retry);
  return status ? std::string(to_string(*status)) : "lost";
}

void Worker::reap(bool all) {
  std::list<Task> ended;
  {
    const std::lock_guard lock(mutex_);
    for (auto task = tasks_.begin(); task != tasks_.end();) {
      const auto next = std::next(task);
      if (all || task->is_done) ended.splice(ended.end(), tasks_, task);
      task = next;
    }
  }
  for (Task& task : ended) task.thread.join();
}

void Worker::keep_leases() {
  const auto pause = std::min(options_.heartbeat, options_.lease / 3);
  std::unique_lock lock(mutex_);
  while (!is_abandoned_) {
    changed_.wait_for(lock, pause, [&] { return is_abandoned_; });
    if (is_abandoned_) return;
    std::vector<std::shared_ptr<JobContext>> held;
    for (const Task& task : tasks_) {
      if (!task.is_done) held.push_back(task.context);
    }
    lock.unlock();
    for (const auto& context : held) {
      try {
        context->beat();
      } catch (const std::exception&) {
        // Tried again at the next beat; the lease is made to last for three.
      }
    }
    lock.lock();
  }
}

}  // namespace platform::queue
