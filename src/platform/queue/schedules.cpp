#include "platform/queue/schedules.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "platform/db/transaction.h"
#include "platform/queue/schedules_store.h"

namespace platform::queue {
namespace {

constexpr std::size_t longest_name = 200;
constexpr std::size_t longest_expression = 200;

tl::unexpected<base::Problem> unknown(base::Uuid id) {
  return base::failure(schedule_unknown, "There is no schedule with the id " + id.to_string() + ".",
                       "List the schedules to see those there are.");
}

tl::unexpected<base::Problem> changed(const Schedule& schedule) {
  return base::failure(schedule_changed, "The schedule \"" + schedule.name + "\" has changed since you read it.",
                       "Read it again, then repeat your change.");
}

tl::unexpected<base::Problem> name_taken(const Schedule& schedule) {
  return base::failure(schedule_exists, "There is a schedule \"" + schedule.name + "\" already.",
                       "Choose another name, or change the schedule that has it.", {.field = "name"});
}

base::Result<> check_names(const Schedule& schedule) {
  if (schedule.name.empty() || base::utf8_length(schedule.name) > longest_name) {
    return base::failure(schedule_invalid, "The name of the schedule is empty or too long.",
                         "Give a name of 1 to 200 characters.", {.field = "name"});
  }
  if (schedule.timing.expression.size() > longest_expression) {
    return base::failure(schedule_invalid, "The expression of the schedule is longer than 200 characters.",
                         "Write it shorter, or make two schedules of it.", {.field = "expression"});
  }
  return {};
}

Schedule with(const ScheduleChanges& changes, Schedule schedule) {
  Timing& timing = schedule.timing;
  timing.kind = changes.kind.value_or(timing.kind);
  timing.expression = changes.expression.value_or(timing.expression);
  timing.zone = changes.zone.value_or(timing.zone);
  if (changes.name) schedule.name = std::string(base::trim(*changes.name));
  if (changes.job) schedule.job = *changes.job;
  schedule.missed_runs = changes.missed_runs.value_or(schedule.missed_runs);
  schedule.is_enabled = changes.is_enabled.value_or(schedule.is_enabled);
  return schedule;
}

/// Begins anew from `now`. Also a schedule that is off must be one that could run.
base::Result<> plan(Schedule& schedule, base::Timestamp now) {
  ASSIGN_OR_RETURN(const auto next, next_time(schedule.timing, now));
  schedule.next_at = schedule.is_enabled ? next : std::nullopt;
  if (next || !schedule.is_enabled) return {};
  return base::failure(
      schedule_in_the_past,
      "The schedule \"" + schedule.name + "\" would never run: \"" + schedule.timing.expression + "\" has passed.",
      "Give a time to come.", {.field = "expression"});
}

/// The job of one due time has one id however often it is enqueued: that of its schedule, with the due time in place of
/// the time of making.
base::Uuid job_id_at(base::Uuid schedule, base::Timestamp due) {
  auto bytes = schedule.bytes();
  auto milliseconds = static_cast<std::uint64_t>(due.microseconds() / 1'000);
  for (std::size_t i = 6; i-- > 0; milliseconds >>= 8U) bytes.at(i) = static_cast<std::uint8_t>(milliseconds & 0xFFU);
  return base::Uuid(bytes);
}

NewJob job_due(const Schedule& schedule, base::Timestamp due) {
  NewJob job = schedule.job;
  job.id = job_id_at(schedule.id, due);
  if (!job.unique_key) job.unique_key = "schedule:" + schedule.id.to_string() + ":" + due.to_string();
  job.created_by = "schedule " + schedule.name;
  return job;
}

void note_run(Schedule& schedule, base::Timestamp now, const Enqueued& enqueued) {
  schedule.last_at = now;
  schedule.last_job_id = enqueued.job.id;
}

/// Where it goes on after it was due; nothing more to come switches it off, and so does a timing that this system can
/// no longer read.
std::optional<base::Problem> move_on(Schedule& schedule, base::Timestamp due, base::Timestamp now) {
  auto next = next_time(schedule.timing, now, due);
  schedule.next_at = next ? *next : std::nullopt;
  schedule.is_enabled = schedule.next_at.has_value();
  return next ? std::nullopt : std::optional(std::move(next).error());
}

}  // namespace

std::string_view to_string(MissedRuns policy) {
  return policy == MissedRuns::skip ? "skip" : "run_once";
}

std::optional<MissedRuns> parse_missed_runs(std::string_view name) {
  if (name == "skip") return MissedRuns::skip;
  if (name == "run_once") return MissedRuns::run_once;
  return std::nullopt;
}

base::Result<Schedule> Schedules::create(const ScheduleDraft& draft, base::Timestamp now) {
  Schedule schedule;
  schedule.id = base::Uuid::generate();
  schedule.name = std::string(base::trim(draft.name));
  schedule.timing = draft.timing;
  schedule.job = draft.job;
  schedule.missed_runs = draft.missed_runs;
  schedule.is_enabled = draft.is_enabled;
  schedule.created_by = draft.created_by;
  schedule.created_at = schedule.updated_at = now;
  RETURN_IF_FAILED(check_names(schedule));
  RETURN_IF_FAILED(plan(schedule, now));
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  ASSIGN_OR_RETURN(const bool inserted, store::insert_schedule(*connection, schedule));
  if (!inserted) return name_taken(schedule);
  return schedule;
}

base::Result<Schedule> Schedules::find(base::Uuid id) {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  ASSIGN_OR_RETURN(auto found, store::find_schedule(*connection, id));
  if (!found) return unknown(id);
  return *std::move(found);
}

base::Result<SchedulePage> Schedules::list(const ScheduleQuery& query) {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  SchedulePage page;
  ASSIGN_OR_RETURN(page.schedules, store::page_of_schedules(*connection, query));
  if (page.schedules.size() > query.limit) {
    page.schedules.resize(query.limit);
    page.next = page.schedules.back().id;
  }
  return page;
}

base::Result<Schedule> Schedules::update(base::Uuid id, const ScheduleChanges& changes,
                                         const std::optional<std::int64_t>& expected, base::Timestamp now) {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  ASSIGN_OR_RETURN(auto transaction, db::Transaction::begin(*connection));
  ASSIGN_OR_RETURN(const auto before, store::hold_schedule(*connection, id));
  if (!before) return unknown(id);
  if (expected && *expected != before->version) return changed(*before);
  Schedule after = with(changes, *before);
  RETURN_IF_FAILED(check_names(after));
  if (after.timing != before->timing || after.is_enabled != before->is_enabled) RETURN_IF_FAILED(plan(after, now));
  ++after.version;
  after.updated_at = now;
  const auto written = store::write_schedule(*connection, after);
  if (!written && written.error().kind == &db::db_conflict) return name_taken(after);
  RETURN_IF_FAILED(written);
  RETURN_IF_FAILED(transaction.commit());
  return after;
}

base::Result<> Schedules::remove(base::Uuid id, const std::optional<std::int64_t>& expected) {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  ASSIGN_OR_RETURN(auto transaction, db::Transaction::begin(*connection));
  ASSIGN_OR_RETURN(const auto schedule, store::hold_schedule(*connection, id));
  if (!schedule) return unknown(id);
  if (expected && *expected != schedule->version) return changed(*schedule);
  RETURN_IF_FAILED(store::delete_schedule(*connection, id));
  return transaction.commit();
}

base::Result<Enqueued> Schedules::run_now(base::Uuid id, std::string_view by) {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  ASSIGN_OR_RETURN(auto transaction, db::Transaction::begin(*connection));
  ASSIGN_OR_RETURN(auto schedule, store::hold_schedule(*connection, id));
  if (!schedule) return unknown(id);
  NewJob job = schedule->job;
  job.created_by = std::string(by);
  ASSIGN_OR_RETURN(const Enqueued enqueued, queue_.enqueue_within(*connection, job));
  note_run(*schedule, base::Timestamp::now(), enqueued);
  RETURN_IF_FAILED(store::write_schedule(*connection, *schedule));
  RETURN_IF_FAILED(transaction.commit());
  queue_.announce();
  return enqueued;
}

base::Result<std::optional<Firing>> Schedules::fire_next(base::Timestamp now) {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  ASSIGN_OR_RETURN(const bool is_due, store::has_due_schedule(*connection, now));
  if (!is_due) return std::optional<Firing>{};
  ASSIGN_OR_RETURN(auto transaction, db::Transaction::begin(*connection));
  ASSIGN_OR_RETURN(auto firing, fire(*connection, now));
  if (!firing) return std::optional<Firing>{};
  RETURN_IF_FAILED(transaction.commit());
  if (firing->is_new) queue_.announce();
  return firing;
}

base::Result<std::optional<Firing>> Schedules::fire(db::Connection& connection, base::Timestamp now) {
  ASSIGN_OR_RETURN(auto schedule, store::hold_due_schedule(connection, now));
  if (!schedule) return std::optional<Firing>{};
  Firing firing{*std::move(schedule), {}};
  Schedule& fired = firing.schedule;
  firing.due_at = fired.next_at.value();
  const bool is_missed = now - firing.due_at > grace_;
  if (!is_missed || fired.missed_runs == MissedRuns::run_once) {
    ASSIGN_OR_RETURN(const Enqueued enqueued, queue_.enqueue_within(connection, job_due(fired, firing.due_at)));
    firing.job_id = enqueued.job.id;
    firing.is_new = enqueued.is_new;
    note_run(fired, now, enqueued);
  }
  firing.problem = move_on(fired, firing.due_at, now);
  RETURN_IF_FAILED(store::write_schedule(connection, fired));
  return std::optional(std::move(firing));
}

}  // namespace platform::queue
