#include "domain/schedules/schedules_routes.h"

#include "domain/schedules/schedule_input.h"
#include "domain/schedules/schedule_views.h"
#include "platform/http/conditional.h"
#include "platform/http/query_values.h"
#include "platform/queue/cron.h"

namespace schedules {
namespace {

namespace http = platform::http;
namespace queue = platform::queue;
using http::Request;
using queue::Schedule;
using ScheduleAnswer = http::Answer<ScheduleView>;

constexpr const char* reading = "imports.read";
constexpr const char* planning = "imports.schedule";

std::string etag_of(const Schedule& schedule) {
  const auto text = [](const auto& time) { return time ? time->to_string() : std::string(); };
  return http::etag_of(schedule.id.to_string() + std::to_string(schedule.version) + text(schedule.next_at) + " " +
                       text(schedule.last_at));
}

ScheduleAnswer answer_of(const Schedule& schedule) {
  return {view_of(schedule), 0, {{"ETag", etag_of(schedule)}}};
}

/// The schedule of the path; one that is no UUID is as unknown as one that names nothing.
base::Result<Schedule> schedule_of(const ScheduleRouteParts& parts, const Request& request) {
  const std::string_view text = request.parameter("id");
  if (const auto id = base::Uuid::parse(text)) return parts.schedules.find(*id);
  return base::failure(queue::schedule_unknown, "There is no schedule with the id \"" + std::string(text) + "\".",
                       "Use an id as the list shows it.");
}

base::Result<Schedule> expected(const ScheduleRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(Schedule schedule, schedule_of(parts, request));
  RETURN_IF_FAILED(http::check_if_match(request, etag_of(schedule)));
  return schedule;
}

std::string caller_of(const Request& request) {
  return request.caller ? request.caller->name : std::string{};
}

void note(const ScheduleRouteParts& parts, const Request& request, std::string_view action, base::Uuid id,
          const std::string& before, const std::string& after) {
  if (parts.audit) parts.audit(request, action, "schedule:" + id.to_string(), before, after);
}

base::Result<ScheduleListView> list(const ScheduleRouteParts& parts, const Request& request) {
  queue::ScheduleQuery query;
  query.job_kind = http::text_value(request, "job_kind");
  ASSIGN_OR_RETURN(query.limit, http::number_value(request, "limit", 50, 1, 200));
  ASSIGN_OR_RETURN(query.after, http::cursor_value(request));
  ASSIGN_OR_RETURN(const queue::SchedulePage page, parts.schedules.list(query));
  ScheduleListView view;
  view.next_cursor = page.next;
  for (const Schedule& schedule : page.schedules) view.items.push_back(view_of(schedule));
  return view;
}

base::Result<ScheduleAnswer> create(const ScheduleRouteParts& parts, const Request& request,
                                    const ScheduleInput& input) {
  ASSIGN_OR_RETURN(queue::ScheduleDraft draft, draft_of(parts, input));
  draft.created_by = caller_of(request);
  ASSIGN_OR_RETURN(const Schedule schedule, parts.schedules.create(draft));
  ScheduleAnswer answer = answer_of(schedule);
  note(parts, request, "schedule.created", schedule.id, {}, http::to_json(answer.value));
  answer.headers.emplace_back("Location", request.path + "/" + schedule.id.to_string());
  return answer;
}

base::Result<ScheduleAnswer> change(const ScheduleRouteParts& parts, const Request& request, std::string_view action,
                                    const queue::ScheduleChanges& changes) {
  ASSIGN_OR_RETURN(const Schedule before, expected(parts, request));
  ASSIGN_OR_RETURN(const Schedule after,
                   parts.schedules.update(before.id, changes, http::condition(request, before.version)));
  ScheduleAnswer answer = answer_of(after);
  note(parts, request, action, after.id, http::to_json(view_of(before)), http::to_json(answer.value));
  return answer;
}

base::Result<http::Nothing> remove(const ScheduleRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(const Schedule schedule, expected(parts, request));
  RETURN_IF_FAILED(parts.schedules.remove(schedule.id, http::condition(request, schedule.version)));
  note(parts, request, "schedule.deleted", schedule.id, http::to_json(view_of(schedule)), {});
  return http::Nothing{};
}

base::Result<ScheduleRunView> run(const ScheduleRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(const Schedule schedule, schedule_of(parts, request));
  ASSIGN_OR_RETURN(const queue::Enqueued enqueued, parts.schedules.run_now(schedule.id, caller_of(request)));
  ScheduleRunView view = view_of(enqueued);
  note(parts, request, "schedule.run", schedule.id, {}, http::to_json(view));
  return view;
}

base::Result<DueTimesView> preview(const Request& request, const queue::Timing& timing,
                                   const std::optional<base::Timestamp>& anchor) {
  ASSIGN_OR_RETURN(const std::uint64_t count, http::number_value(request, "count", 5, 1, 50));
  ASSIGN_OR_RETURN(const auto times, queue::describe(timing, base::Timestamp::now(), anchor, count));
  return view_of(timing.zone, times);
}

const std::vector<const base::ProblemKind*>& timing_refusals() {
  static const std::vector<const base::ProblemKind*> kinds{&queue::schedule_invalid, &queue::cron_invalid,
                                                           &queue::timing_invalid, &queue::zone_unknown};
  return kinds;
}

std::vector<const base::ProblemKind*> with_timing_refusals(std::vector<const base::ProblemKind*> more) {
  more.insert(more.end(), timing_refusals().begin(), timing_refusals().end());
  return more;
}

/// Of the routes that take a job.
std::vector<const base::ProblemKind*> with_all_refusals(const ScheduleRouteParts& parts,
                                                        std::vector<const base::ProblemKind*> more) {
  more.insert(more.end(), {&queue::schedule_exists, &queue::schedule_in_the_past, &schedule_kind_refused});
  more.insert(more.end(), parts.kind_problems.begin(), parts.kind_problems.end());
  return with_timing_refusals(std::move(more));
}

http::Route with_count(http::Route route) {
  return std::move(route.permission(reading).query("count", "integer", "Times to show, 1 to 50 (5)"));
}

void add_reading(http::RouteTable& table, const ScheduleRouteParts& parts) {
  table.push_back(
      http::get("/schedules", "list_schedules", "schedules", "List the schedules in the order they were made")
          .permission(reading)
          .query("job_kind", "string", "fetch...")
          .query("cursor", "string", "next_cursor of the page before")
          .query("limit", "integer", "Schedules a page, 1 to 200 (50)")
          .problems({&http::request_invalid})
          .answers([parts](const Request& request) { return list(parts, request); }));
  table.push_back(http::get("/schedules/{id}", "get_schedule", "schedules", "Show a schedule")
                      .permission(reading)
                      .problems({&queue::schedule_unknown})
                      .answers([parts](const Request& request) -> base::Result<ScheduleAnswer> {
                        ASSIGN_OR_RETURN(const Schedule schedule, schedule_of(parts, request));
                        return answer_of(schedule);
                      }));
  table.push_back(with_count(http::get("/schedules/{id}/preview", "preview_schedule", "schedules",
                                       "Show when a schedule is due next, as if it were switched on"))
                      .problems(with_timing_refusals({&queue::schedule_unknown, &http::request_invalid}))
                      .answers([parts](const Request& request) -> base::Result<DueTimesView> {
                        ASSIGN_OR_RETURN(const Schedule schedule, schedule_of(parts, request));
                        return preview(request, schedule.timing, schedule.next_at);
                      }));
  table.push_back(with_count(http::post("/schedules/preview", "preview_timing", "schedules",
                                        "Show when a schedule with such a timing would be due; nothing is kept"))
                      .problems(with_timing_refusals({&http::request_invalid}))
                      .accepts<TimingInput>(
                          [parts](const Request& request, const TimingInput& input) -> base::Result<DueTimesView> {
                            ASSIGN_OR_RETURN(const queue::Timing timing, timing_of(parts, input));
                            return preview(request, timing, std::nullopt);
                          }));
}

void add_writing(http::RouteTable& table, const ScheduleRouteParts& parts) {
  table.push_back(http::post("/schedules", "create_schedule", "schedules", "Plan a job that begins by itself")
                      .permission(planning)
                      .idempotent()
                      .status(201)
                      .problems(with_all_refusals(parts, {}))
                      .accepts<ScheduleInput>([parts](const Request& request, const ScheduleInput& input) {
                        return create(parts, request, input);
                      }));
  table.push_back(
      http::patch("/schedules/{id}", "update_schedule", "schedules", "Change a schedule; what is left out stays")
          .permission(planning)
          .problems(with_all_refusals(parts,
                                      {&queue::schedule_unknown, &queue::schedule_changed, &http::precondition_failed}))
          .accepts<SchedulePatch>(
              [parts](const Request& request, const SchedulePatch& patch) -> base::Result<ScheduleAnswer> {
                ASSIGN_OR_RETURN(const auto changes, changes_of(parts, patch));
                return change(parts, request, "schedule.updated", changes);
              }));
  table.push_back(http::del("/schedules/{id}", "delete_schedule", "schedules", "Delete a schedule; its jobs stay")
                      .permission(planning)
                      .problems({&queue::schedule_unknown, &queue::schedule_changed, &http::precondition_failed})
                      .answers([parts](const Request& request) { return remove(parts, request); }));
}

void add_switch(http::RouteTable& table, const ScheduleRouteParts& parts, const std::string& verb,
                const std::string& summary, bool is_enabled) {
  table.push_back(http::post("/schedules/{id}/" + verb, verb + "_schedule", "schedules", summary)
                      .permission(planning)
                      .problems(with_timing_refusals({&queue::schedule_unknown, &queue::schedule_changed,
                                                      &queue::schedule_in_the_past, &http::precondition_failed}))
                      .answers([parts, verb, is_enabled](const Request& request) {
                        return change(parts, request, "schedule." + verb + "d", {.is_enabled = is_enabled});
                      }));
}

void add_steering(http::RouteTable& table, const ScheduleRouteParts& parts) {
  add_switch(table, parts, "enable", "Switch a schedule on; it begins anew from now", true);
  add_switch(table, parts, "disable", "Switch a schedule off", false);
  table.push_back(http::post("/schedules/{id}/run", "run_schedule", "schedules",
                             "Begin the job of a schedule now; when it is due next stays as it is")
                      .permission(planning)
                      .idempotent()
                      .status(202)
                      .problems({&queue::schedule_unknown})
                      .answers([parts](const Request& request) { return run(parts, request); }));
}

}  // namespace

http::RouteTable schedule_routes(const ScheduleRouteParts& parts) {
  http::RouteTable table;
  add_reading(table, parts);
  add_writing(table, parts);
  add_steering(table, parts);
  return table;
}

}  // namespace schedules
