#include "domain/notifications/notifications_store.h"

#include "platform/http/codec.h"

namespace notifications::store {
namespace {

using platform::db::Row;
using platform::db::Statement;

constexpr Statement insert_row{
    "notifications.insert",
    "INSERT INTO notifications (id, user_id, event_key, kind, parameters, subject, is_shown, mail_state, created_at) "
    "VALUES (:p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, :p9) ON CONFLICT (user_id, event_key) DO NOTHING"};
constexpr Statement list_rows{"notifications.list",
                              "SELECT id, user_id, kind, parameters, subject, read_at, created_at FROM notifications "
                              "WHERE user_id = :p1 AND is_shown = 1 AND id < :p2 ORDER BY id DESC LIMIT :p3"};
constexpr Statement list_unread_rows{
    "notifications.list_unread",
    "SELECT id, user_id, kind, parameters, subject, read_at, created_at FROM notifications "
    "WHERE user_id = :p1 AND is_shown = 1 AND read_at IS NULL AND id < :p2 ORDER BY id DESC LIMIT :p3"};
constexpr Statement list_kind_rows{
    "notifications.list_kind",
    "SELECT id, user_id, kind, parameters, subject, read_at, created_at FROM notifications "
    "WHERE user_id = :p1 AND is_shown = 1 AND id < :p2 AND kind = :p4 "
    "AND (CAST(:p5 AS INTEGER) = 0 OR read_at IS NULL) ORDER BY id DESC LIMIT :p3"};
constexpr Statement find_row{"notifications.find",
                             "SELECT id, user_id, kind, parameters, subject, read_at, created_at FROM notifications "
                             "WHERE user_id = :p1 AND id = :p2 AND is_shown = 1"};
constexpr Statement count_rows{
    "notifications.count_unread",
    "SELECT COUNT(*) FROM notifications WHERE user_id = :p1 AND read_at IS NULL AND is_shown = 1"};
constexpr Statement mark_row{
    "notifications.mark_read",
    "UPDATE notifications SET read_at = :p3 WHERE user_id = :p1 AND id = :p2 AND read_at IS NULL AND is_shown = 1"};
constexpr Statement mark_rows{
    "notifications.mark_all_read",
    "UPDATE notifications SET read_at = :p2 WHERE user_id = :p1 AND read_at IS NULL AND is_shown = 1"};
constexpr Statement delete_row{"notifications.delete",
                               "DELETE FROM notifications WHERE user_id = :p1 AND id = :p2 AND is_shown = 1"};
constexpr Statement take_rows{"notifications.take_for_mail",
                              "UPDATE notifications SET mail_job = :p2 WHERE user_id = :p1 AND mail_state = 'waiting' "
                              "AND mail_job IS NULL AND read_at IS NULL"};
constexpr Statement skip_rows{"notifications.skip_mail_of_read",
                              "UPDATE notifications SET mail_state = 'none' WHERE user_id = :p1 "
                              "AND mail_state = 'waiting' AND mail_job IS NULL AND read_at IS NOT NULL"};
constexpr Statement list_taken{"notifications.list_for_mail",
                               "SELECT id, user_id, kind, parameters, subject, read_at, created_at FROM notifications "
                               "WHERE user_id = :p1 AND mail_state = 'waiting' AND mail_job = :p2 ORDER BY id"};
constexpr Statement mark_sent{"notifications.mark_mailed",
                              "UPDATE notifications SET mail_state = 'sent' "
                              "WHERE user_id = :p1 AND mail_state = 'waiting' AND mail_job = :p2"};
constexpr Statement list_waiting{"notifications.waiting_for_mail",
                                 "SELECT user_id, MIN(created_at) FROM notifications "
                                 "WHERE mail_state = 'waiting' AND mail_job IS NULL GROUP BY user_id"};
constexpr Statement give_up_rows{
    "notifications.give_up_mails",
    "UPDATE notifications SET mail_state = 'none' WHERE mail_state = 'waiting' AND created_at < :p1"};
constexpr Statement delete_old{"notifications.delete_old", "DELETE FROM notifications WHERE created_at < :p1"};

constexpr std::string_view after_all_ids = "ffffffff-ffff-ffff-ffff-ffffffffffff";

base::Result<Notification> notification_of(const Row& row) {
  ASSIGN_OR_RETURN(auto parameters, platform::http::from_json<Parameters>(row.text(3)));
  return Notification{row.uuid(0),           row.uuid(1), row.text(2),
                      std::move(parameters), row.text(4), row.optional_timestamp(5),
                      row.timestamp(6)};
}

base::Result<std::vector<Notification>> notifications_of(base::Result<std::vector<Row>> rows) {
  if (!rows) return base::failure(std::move(rows).error());
  std::vector<Notification> all;
  all.reserve(rows->size());
  for (const Row& row : *rows) {
    ASSIGN_OR_RETURN(auto notification, notification_of(row));
    all.push_back(std::move(notification));
  }
  return all;
}

}  // namespace

base::Result<bool> insert(Connection& connection, const Notification& n, const Telling& telling) {
  ASSIGN_OR_RETURN(
      const std::int64_t inserted,
      connection.execute(insert_row, n.id, n.user_id, telling.event_key, n.kind, platform::http::to_json(n.parameters),
                         n.subject, telling.is_shown, telling.is_mailed ? "waiting" : "none", n.created_at));
  return inserted > 0;
}

base::Result<std::vector<Notification>> list(Connection& connection, base::Uuid user_id, const NotificationQuery& query,
                                             std::uint64_t limit) {
  const std::string before = query.before ? query.before->to_string() : std::string(after_all_ids);
  if (!query.kind.empty()) {
    return notifications_of(connection.query(list_kind_rows, user_id, before, limit, query.kind, query.only_unread));
  }
  return notifications_of(connection.query(query.only_unread ? list_unread_rows : list_rows, user_id, before, limit));
}

base::Result<std::optional<Notification>> find(Connection& connection, base::Uuid user_id, base::Uuid id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(find_row, user_id, id));
  if (!row) return std::optional<Notification>{};
  ASSIGN_OR_RETURN(auto notification, notification_of(*row));
  return std::optional<Notification>{std::move(notification)};
}

base::Result<std::uint64_t> count_unread(Connection& connection, base::Uuid user_id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(count_rows, user_id));
  return row ? static_cast<std::uint64_t>(row->integer(0)) : 0;
}

base::Result<> mark_read(Connection& connection, base::Uuid user_id, base::Uuid id, base::Timestamp now) {
  RETURN_IF_FAILED(connection.execute(mark_row, user_id, id, now));
  return {};
}

base::Result<std::uint64_t> mark_all_read(Connection& connection, base::Uuid user_id, base::Timestamp now) {
  ASSIGN_OR_RETURN(const std::int64_t marked, connection.execute(mark_rows, user_id, now));
  return static_cast<std::uint64_t>(marked);
}

base::Result<bool> remove(Connection& connection, base::Uuid user_id, base::Uuid id) {
  ASSIGN_OR_RETURN(const std::int64_t deleted, connection.execute(delete_row, user_id, id));
  return deleted > 0;
}

base::Result<std::vector<Notification>> take_for_mail(Connection& connection, base::Uuid user_id, base::Uuid job) {
  RETURN_IF_FAILED(connection.execute(skip_rows, user_id));
  RETURN_IF_FAILED(connection.execute(take_rows, user_id, job));
  return notifications_of(connection.query(list_taken, user_id, job));
}

base::Result<> mark_mailed(Connection& connection, base::Uuid user_id, base::Uuid job) {
  RETURN_IF_FAILED(connection.execute(mark_sent, user_id, job));
  return {};
}

base::Result<std::vector<Waiting>> waiting_for_mail(Connection& connection) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_waiting));
  std::vector<Waiting> waiting;
  waiting.reserve(rows.size());
  for (const Row& row : rows) waiting.push_back({row.uuid(0), row.timestamp(1)});
  return waiting;
}

base::Result<> give_up_mails(Connection& connection, base::Timestamp created_before) {
  RETURN_IF_FAILED(connection.execute(give_up_rows, created_before));
  return {};
}

base::Result<> remove_old(Connection& connection, base::Timestamp created_before) {
  RETURN_IF_FAILED(connection.execute(delete_old, created_before));
  return {};
}

}  // namespace notifications::store
