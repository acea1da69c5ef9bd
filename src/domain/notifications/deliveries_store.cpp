#include "domain/notifications/deliveries_store.h"

#include "base/text.h"

namespace notifications::store {
namespace {

using platform::db::Row;
using platform::db::Statement;

constexpr Statement insert_row{
    "webhook_deliveries.insert",
    "INSERT INTO webhook_deliveries (id, webhook_id, event_key, event, body, status, attempts, attempts_allowed, "
    "created_at, next_attempt_at) VALUES (:p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, :p9, :p10) "
    "ON CONFLICT (webhook_id, event_key) DO NOTHING"};
constexpr Statement find_row{
    "webhook_deliveries.find",
    "SELECT id, webhook_id, event, body, status, attempts, attempts_allowed, response_status, response_body, "
    "problem_code, problem_message, duration_ms, created_at, attempted_at, next_attempt_at FROM webhook_deliveries "
    "WHERE id = :p1"};
constexpr Statement list_rows{
    "webhook_deliveries.list",
    "SELECT id, webhook_id, event, body, status, attempts, attempts_allowed, response_status, response_body, "
    "problem_code, problem_message, duration_ms, created_at, attempted_at, next_attempt_at FROM webhook_deliveries "
    "WHERE id < :p1 AND (CAST(:p3 AS TEXT) = '' OR status = :p3) ORDER BY id DESC LIMIT :p2"};
constexpr Statement list_of_webhook{
    "webhook_deliveries.list_of_webhook",
    "SELECT id, webhook_id, event, body, status, attempts, attempts_allowed, response_status, response_body, "
    "problem_code, problem_message, duration_ms, created_at, attempted_at, next_attempt_at FROM webhook_deliveries "
    "WHERE id < :p1 AND (CAST(:p3 AS TEXT) = '' OR status = :p3) AND webhook_id = :p4 ORDER BY id DESC LIMIT :p2"};
constexpr Statement write_row{
    "webhook_deliveries.write_attempt",
    "UPDATE webhook_deliveries SET status = :p2, attempts = :p3, response_status = :p4, response_body = :p5, "
    "problem_code = :p6, problem_message = :p7, duration_ms = :p8, attempted_at = :p9, next_attempt_at = :p10 "
    "WHERE id = :p1 AND status = 'waiting' AND attempts = :p11"};
constexpr Statement reopen_row{
    "webhook_deliveries.reopen",
    "UPDATE webhook_deliveries SET status = 'waiting', attempts_allowed = attempts + :p2, next_attempt_at = :p3 "
    "WHERE id = :p1 AND status <> 'waiting'",
    "UPDATE webhook_deliveries SET status = 'waiting', attempts_allowed = attempts + CAST(:p2 AS INTEGER), "
    "next_attempt_at = :p3 WHERE id = :p1 AND status <> 'waiting'"};
constexpr Statement overdue_rows{
    "webhook_deliveries.overdue",
    "SELECT id, webhook_id, event, body, status, attempts, attempts_allowed, response_status, response_body, "
    "problem_code, problem_message, duration_ms, created_at, attempted_at, next_attempt_at FROM webhook_deliveries "
    "WHERE status = 'waiting' AND next_attempt_at < :p1 ORDER BY next_attempt_at LIMIT 500"};
constexpr Statement delete_old{"webhook_deliveries.delete_old",
                               "DELETE FROM webhook_deliveries WHERE created_at < :p1"};

constexpr std::string_view after_all_ids = "ffffffff-ffff-ffff-ffff-ffffffffffff";

Delivery delivery_of(const Row& row) {
  Delivery delivery;
  delivery.id = row.uuid(0);
  delivery.webhook_id = row.uuid(1);
  delivery.event = row.text(2);
  delivery.body = row.text(3);
  delivery.status = parse_delivery_status(row.text(4)).value_or(DeliveryStatus::failed);
  delivery.attempts = static_cast<int>(row.integer(5));
  delivery.attempts_allowed = static_cast<int>(row.integer(6));
  if (!row.is_null(7)) delivery.response_status = static_cast<int>(row.integer(7));
  delivery.response_body = row.text(8);
  delivery.problem_code = row.text(9);
  delivery.problem_message = row.text(10);
  delivery.duration_ms = row.optional_integer(11);
  delivery.created_at = row.timestamp(12);
  delivery.attempted_at = row.optional_timestamp(13);
  delivery.next_attempt_at = row.optional_timestamp(14);
  return delivery;
}

std::vector<Delivery> deliveries_of(const std::vector<Row>& rows) {
  std::vector<Delivery> all;
  all.reserve(rows.size());
  for (const Row& row : rows) all.push_back(delivery_of(row));
  return all;
}

}  // namespace

base::Result<bool> insert(Connection& connection, const Delivery& d, const std::string& event_key) {
  ASSIGN_OR_RETURN(const std::int64_t inserted,
                   connection.execute(insert_row, d.id, d.webhook_id, event_key, d.event, d.body, to_string(d.status),
                                      d.attempts, d.attempts_allowed, d.created_at, d.next_attempt_at));
  return inserted > 0;
}

base::Result<std::optional<Delivery>> find_delivery(Connection& connection, base::Uuid id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(find_row, id));
  if (!row) return std::optional<Delivery>{};
  return std::optional<Delivery>{delivery_of(*row)};
}

base::Result<std::vector<Delivery>> list(Connection& connection, const DeliveryQuery& query, std::uint64_t limit) {
  const std::string before = query.before ? query.before->to_string() : std::string(after_all_ids);
  const std::string status = query.status ? std::string(to_string(*query.status)) : std::string();
  ASSIGN_OR_RETURN(const auto rows, query.webhook_id
                                        ? connection.query(list_of_webhook, before, limit, status, *query.webhook_id)
                                        : connection.query(list_rows, before, limit, status));
  return deliveries_of(rows);
}

base::Result<bool> write_attempt(Connection& connection, const Delivery& d) {
  ASSIGN_OR_RETURN(const std::int64_t written,
                   connection.execute(write_row, d.id, to_string(d.status), d.attempts, d.response_status,
                                      base::unless_empty(d.response_body), base::unless_empty(d.problem_code),
                                      base::unless_empty(d.problem_message), d.duration_ms, d.attempted_at,
                                      d.next_attempt_at, d.attempts - 1));
  return written > 0;
}

base::Result<bool> reopen(Connection& connection, base::Uuid id, int more_attempts, base::Timestamp now) {
  ASSIGN_OR_RETURN(const std::int64_t reopened, connection.execute(reopen_row, id, more_attempts, now));
  return reopened > 0;
}

base::Result<std::vector<Delivery>> overdue(Connection& connection, base::Timestamp due_before) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(overdue_rows, due_before));
  return deliveries_of(rows);
}

base::Result<> remove_old_deliveries(Connection& connection, base::Timestamp created_before) {
  RETURN_IF_FAILED(connection.execute(delete_old, created_before));
  return {};
}

}  // namespace notifications::store
