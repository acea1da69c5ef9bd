#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <string>
#include <thread>

#include "platform/db/migrations.h"
#include "platform/queue/job_queue.h"
#include "platform/queue/worker.h"
#include "support/database_fixture.h"
#include "support/waiting.h"

namespace test {

namespace queue = platform::queue;

inline constexpr base::ProblemKind server_away{"test.server_away", "Server is away", 503, base::LogLevel::error};
inline constexpr base::ProblemKind file_broken{"test.file_broken", "File is broken", 422, base::LogLevel::info};

/// A migrated main database on one engine, with a queue whose retries do not keep a test waiting.
class QueueTest : public DatabaseTest {
 protected:
  void SetUp() override {
    fresh_main_ = std::make_unique<FreshDatabase>(GetParam());
    main_.emplace(fresh_main_->open("main"));
    must(platform::db::Migrator(*main_).up());
    jobs_.emplace(*main_, queue::RetryPolicy{std::chrono::milliseconds(20), std::chrono::milliseconds(100), 3});
  }
  void TearDown() override {
    jobs_.reset();
    main_.reset();
    fresh_main_.reset();
  }

  queue::JobQueue& jobs() { return *jobs_; }
  platform::db::Database& main_database() { return *main_; }
  const std::string& url_of_main() const { return fresh_main_->url(); }

  static queue::NewJob work(const std::string& payload = "{}") {
    return {.queue = "imports", .kind = "work", .payload = payload};
  }
  queue::Job enqueued(const queue::NewJob& job) { return must(jobs().enqueue(job)).job; }
  queue::Job leased(std::chrono::milliseconds time = std::chrono::seconds(30), const std::string& worker = "one") {
    const auto job = must(jobs().lease("imports", worker, time));
    if (!job) throw std::runtime_error("there was no job to lease");
    return *job;
  }
  static queue::Ticket ticket(const queue::Job& job) { return {job.id, job.fence}; }
  queue::JobStatus status_of(base::Uuid id) { return must(jobs().find(id)).status; }
  bool comes_to(base::Uuid id, queue::JobStatus status) {
    return comes_true([&] { return status_of(id) == status; }, std::chrono::seconds(20));
  }
  static queue::WorkerOptions options(unsigned concurrency = 2) {
    return {.name = "worker",
            .concurrency = {{"imports", concurrency}},
            .lease = std::chrono::seconds(2),
            .heartbeat = std::chrono::milliseconds(20),
            .poll = std::chrono::milliseconds(20)};
  }
  static base::Problem problem(const base::ProblemKind& kind) { return {&kind, "It went wrong.", "Mend it.", {}}; }

 private:
  std::unique_ptr<FreshDatabase> fresh_main_;
  std::optional<platform::db::Database> main_;
  std::optional<queue::JobQueue> jobs_;
};

}  // namespace test
