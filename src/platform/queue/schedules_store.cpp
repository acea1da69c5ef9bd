#include "platform/queue/schedules_store.h"

#include <stdexcept>

namespace platform::queue::store {
namespace {

using db::Connection;
using db::Row;
using db::Statement;

constexpr std::string_view columns =
    "id, name, kind, expression, zone, job_queue, job_kind, job_subject, job_payload, job_priority, job_unique_key, "
    "missed_runs, is_enabled, next_at, last_at, last_job_id, created_by, version, created_at, updated_at";

std::string select(std::string_view rest) {
  return "SELECT " + std::string(columns) + " FROM schedules WHERE " + std::string(rest);
}

const Statement& find_one() {
  static const std::string sql = select("id = :p1");
  static const Statement statement("schedules.find", sql);
  return statement;
}

// SQLite needs no lock of a row: a transaction that will write holds the database.
const Statement& hold_one() {
  static const std::string sqlite = select("id = :p1");
  static const std::string postgres = sqlite + " FOR UPDATE";
  static const Statement statement("schedules.hold", sqlite, postgres);
  return statement;
}

const Statement& hold_due() {
  static const std::string sqlite = select("is_enabled = 1 AND next_at <= :p1 ORDER BY next_at, id LIMIT 1");
  static const std::string postgres = sqlite + " FOR UPDATE SKIP LOCKED";
  static const Statement statement("schedules.hold_due", sqlite, postgres);
  return statement;
}

const Statement& page_some() {
  static const std::string sql = select("(:p1 = '' OR job_kind = :p2) AND id > :p3 ORDER BY id LIMIT :p4");
  static const Statement statement("schedules.page", sql);
  return statement;
}

constexpr Statement has_due{"schedules.has_due",
                            "SELECT 1 FROM schedules WHERE is_enabled = 1 AND next_at <= :p1 LIMIT 1"};
constexpr Statement insert_one{
    "schedules.insert",
    "INSERT INTO schedules (id, name, kind, expression, zone, job_queue, job_kind, job_subject, job_payload, "
    "job_priority, job_unique_key, missed_runs, is_enabled, next_at, created_by, version, created_at, updated_at) "
    "VALUES (:p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, :p9, :p10, :p11, :p12, :p13, :p14, :p15, :p16, :p17, :p18) "
    "ON CONFLICT (name) DO NOTHING"};
constexpr Statement write_one{
    "schedules.write",
    "UPDATE schedules SET name = :p1, kind = :p2, expression = :p3, zone = :p4, job_queue = :p5, job_kind = :p6, "
    "job_subject = :p7, job_payload = :p8, job_priority = :p9, job_unique_key = :p10, missed_runs = :p11, "
    "is_enabled = :p12, next_at = :p13, last_at = :p14, last_job_id = :p15, version = :p16, updated_at = :p17 "
    "WHERE id = :p18"};
constexpr Statement delete_one{"schedules.delete", "DELETE FROM schedules WHERE id = :p1"};

/// A name the table's own checks allow.
template <class T>
T known(const std::optional<T>& value, const std::string& name) {
  if (!value) throw std::runtime_error("the table schedules holds \"" + name + "\", which this program does not know");
  return *value;
}

Schedule schedule_of(const Row& row) {
  Schedule schedule;
  schedule.id = row.uuid(0);
  schedule.name = row.text(1);
  schedule.timing = {known(parse_timing_kind(row.text(2)), row.text(2)), row.text(3), row.text(4)};
  schedule.job.queue = row.text(5);
  schedule.job.kind = row.text(6);
  schedule.job.subject = row.text(7);
  schedule.job.payload = row.text(8);
  schedule.job.priority = static_cast<int>(row.integer(9));
  schedule.job.unique_key = row.optional_text(10);
  schedule.missed_runs = known(parse_missed_runs(row.text(11)), row.text(11));
  schedule.is_enabled = row.integer(12) != 0;
  schedule.next_at = row.optional_timestamp(13);
  schedule.last_at = row.optional_timestamp(14);
  schedule.last_job_id = row.optional_uuid(15);
  schedule.created_by = row.text(16);
  schedule.version = row.integer(17);
  schedule.created_at = row.timestamp(18);
  schedule.updated_at = row.timestamp(19);
  return schedule;
}

std::optional<Schedule> schedule_of(const std::optional<Row>& row) {
  return row ? std::optional(schedule_of(*row)) : std::nullopt;
}

}  // namespace

base::Result<bool> insert_schedule(Connection& connection, const Schedule& schedule) {
  const NewJob& job = schedule.job;
  ASSIGN_OR_RETURN(const std::int64_t inserted,
                   connection.execute(insert_one, schedule.id, schedule.name, to_string(schedule.timing.kind),
                                      schedule.timing.expression, schedule.timing.zone, job.queue, job.kind,
                                      job.subject, job.payload, job.priority, job.unique_key,
                                      to_string(schedule.missed_runs), schedule.is_enabled, schedule.next_at,
                                      schedule.created_by, schedule.version, schedule.created_at, schedule.updated_at));
  return inserted > 0;
}

base::Result<std::optional<Schedule>> find_schedule(Connection& connection, base::Uuid id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(find_one(), id));
  return schedule_of(row);
}

base::Result<std::optional<Schedule>> hold_schedule(Connection& connection, base::Uuid id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(hold_one(), id));
  return schedule_of(row);
}

base::Result<std::vector<Schedule>> page_of_schedules(Connection& connection, const ScheduleQuery& query) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(page_some(), query.job_kind, query.job_kind,
                                                     query.after.value_or(base::Uuid{}), query.limit + 1));
  std::vector<Schedule> schedules;
  schedules.reserve(rows.size());
  for (const Row& row : rows) schedules.push_back(schedule_of(row));
  return schedules;
}

base::Result<> write_schedule(Connection& connection, const Schedule& schedule) {
  const NewJob& job = schedule.job;
  RETURN_IF_FAILED(
      connection.execute(write_one, schedule.name, to_string(schedule.timing.kind), schedule.timing.expression,
                         schedule.timing.zone, job.queue, job.kind, job.subject, job.payload, job.priority,
                         job.unique_key, to_string(schedule.missed_runs), schedule.is_enabled, schedule.next_at,
                         schedule.last_at, schedule.last_job_id, schedule.version, schedule.updated_at, schedule.id));
  return {};
}

base::Result<> delete_schedule(Connection& connection, base::Uuid id) {
  RETURN_IF_FAILED(connection.execute(delete_one, id));
  return {};
}

base::Result<bool> has_due_schedule(Connection& connection, base::Timestamp now) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(has_due, now));
  return row.has_value();
}

base::Result<std::optional<Schedule>> hold_due_schedule(Connection& connection, base::Timestamp now) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(hold_due(), now));
  return schedule_of(row);
}

}  // namespace platform::queue::store
