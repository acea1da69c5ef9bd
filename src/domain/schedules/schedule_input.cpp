#include "domain/schedules/schedule_input.h"

#include "base/text.h"

namespace schedules {
namespace {

namespace queue = platform::queue;

constexpr std::int64_t most_urgent = 100;

tl::unexpected<base::Problem> unknown_word(std::string field, const std::string& word, std::string cure) {
  return base::failure(queue::schedule_invalid,
                       "The " + field + " \"" + std::string(base::utf8_prefix(word, 60)) + "\" is not known.",
                       std::move(cure), {.field = std::move(field)});
}

base::Result<queue::TimingKind> kind_of(const std::string& word) {
  if (const auto kind = queue::parse_timing_kind(word)) return *kind;
  return unknown_word("kind", word, "Use cron, interval or once.");
}

base::Result<queue::MissedRuns> missed_runs_of(const std::string& word) {
  if (const auto policy = queue::parse_missed_runs(word)) return *policy;
  return unknown_word("missed_runs", word, "Use run_once (one run makes up for all that were missed) or skip.");
}

tl::unexpected<base::Problem> refused_kind(const ScheduleRouteParts& parts, const std::string& kind) {
  std::string known;
  for (const auto& [name, check] : parts.kinds) known += (known.empty() ? "" : ", ") + name;
  return base::failure(
      schedule_kind_refused,
      "Jobs of the kind \"" + std::string(base::utf8_prefix(kind, 60)) + "\" do not run on a schedule.",
      "Use one of these kinds: " + known + ".", {.field = "job.kind"});
}

base::Result<queue::NewJob> job_of(const ScheduleRouteParts& parts, const ScheduledJobInput& input) {
  const auto kind = parts.kinds.find(input.kind);
  if (kind == parts.kinds.end()) return refused_kind(parts, input.kind);
  const boost::json::value payload = input.payload.value_or(boost::json::object());
  if (!payload.is_object()) {
    return base::failure(queue::schedule_invalid, "The payload of the job is not a JSON object.",
                         "Send an object such as {\"source_id\": \"...\"}, or leave it out.", {.field = "job.payload"});
  }
  ASSIGN_OR_RETURN(queue::NewJob job, kind->second(boost::json::serialize(payload)));
  if (!input.priority) return job;
  if (*input.priority < -most_urgent || *input.priority > most_urgent) {
    return base::failure(
        queue::schedule_invalid, "The priority " + std::to_string(*input.priority) + " of the job is out of range.",
        "Give a number from -100 to 100; higher ones run first, 0 is usual.", {.field = "job.priority"});
  }
  job.priority = static_cast<int>(*input.priority);
  return job;
}

}  // namespace

base::Result<queue::Timing> timing_of(const ScheduleRouteParts& parts, const TimingInput& input) {
  queue::Timing timing;
  ASSIGN_OR_RETURN(timing.kind, kind_of(input.kind));
  timing.expression = input.expression;
  if (input.zone) {
    timing.zone = *input.zone;
  } else if (parts.default_zone) {
    ASSIGN_OR_RETURN(timing.zone, parts.default_zone());
  }
  return timing;
}

base::Result<queue::ScheduleDraft> draft_of(const ScheduleRouteParts& parts, const ScheduleInput& input) {
  queue::ScheduleDraft draft;
  draft.name = input.name;
  ASSIGN_OR_RETURN(draft.timing, timing_of(parts, {input.kind, input.expression, input.zone}));
  ASSIGN_OR_RETURN(draft.job, job_of(parts, input.job));
  if (input.missed_runs) {
    ASSIGN_OR_RETURN(draft.missed_runs, missed_runs_of(*input.missed_runs));
  }
  draft.is_enabled = input.is_enabled.value_or(true);
  return draft;
}

base::Result<queue::ScheduleChanges> changes_of(const ScheduleRouteParts& parts, const SchedulePatch& patch) {
  queue::ScheduleChanges changes;
  changes.name = patch.name;
  changes.expression = patch.expression;
  changes.zone = patch.zone;
  changes.is_enabled = patch.is_enabled;
  if (patch.kind) {
    ASSIGN_OR_RETURN(changes.kind, kind_of(*patch.kind));
  }
  if (patch.job) {
    ASSIGN_OR_RETURN(changes.job, job_of(parts, *patch.job));
  }
  if (patch.missed_runs) {
    ASSIGN_OR_RETURN(changes.missed_runs, missed_runs_of(*patch.missed_runs));
  }
  return changes;
}

}  // namespace schedules
