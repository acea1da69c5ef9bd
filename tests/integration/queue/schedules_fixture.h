#pragma once

#include "integration/queue/queue_fixture.h"
#include "platform/queue/schedules.h"

namespace test {

/// Schedules whose clock the test sets.
class SchedulesTest : public QueueTest {
 protected:
  void SetUp() override {
    QueueTest::SetUp();
    schedules_.emplace(main_database(), jobs());
  }
  void TearDown() override {
    schedules_.reset();
    QueueTest::TearDown();
  }

  queue::Schedules& schedules() { return *schedules_; }

  static base::Timestamp at(std::string_view text) { return base::Timestamp::parse(text).value(); }
  static queue::ScheduleDraft draft(const std::string& name, const queue::Timing& timing) {
    return {.name = name, .timing = timing, .job = work(R"({"of":")" + name + "\"}")};
  }
  static queue::Timing cron(const std::string& expression, const std::string& zone = "UTC") {
    return {queue::TimingKind::cron, expression, zone};
  }
  queue::Schedule daily(const std::string& now, queue::MissedRuns missed = queue::MissedRuns::run_once) {
    auto wanted = draft("daily", cron("0 4 * * *"));
    wanted.missed_runs = missed;
    return must(schedules().create(wanted, at(now)));
  }
  /// The job of the schedule that is due then.
  std::optional<queue::Firing> fired(std::string_view now) { return must(schedules().fire_next(at(now))); }
  std::size_t job_count() { return must(jobs().list({.limit = 1'000})).size(); }

 private:
  std::optional<queue::Schedules> schedules_;
};

}  // namespace test
