#include "domain/notifications/webhooks_store.h"

#include "base/text.h"

namespace notifications::store {
namespace {

using platform::db::Row;
using platform::db::Statement;

constexpr Statement insert_row{
    "webhooks.insert",
    "INSERT INTO webhooks (id, url, description, events, sealed_secret, is_enabled, created_by, version, created_at, "
    "updated_at) VALUES (:p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, :p9, :p10)"};
constexpr Statement find_row{
    "webhooks.find",
    "SELECT id, url, description, events, is_enabled, disabled_reason, failing_since, previous_until, created_by, "
    "version, created_at, updated_at, sealed_secret, sealed_previous_secret FROM webhooks WHERE id = :p1"};
// SQLite needs no lock of a row: a transaction that will write holds the database.
constexpr Statement hold_row{"webhooks.hold", "SELECT id FROM webhooks WHERE id = :p1",
                             "SELECT id FROM webhooks WHERE id = :p1 FOR NO KEY UPDATE"};
constexpr Statement list_rows{
    "webhooks.list",
    "SELECT id, url, description, events, is_enabled, disabled_reason, failing_since, previous_until, created_by, "
    "version, created_at, updated_at, sealed_secret, sealed_previous_secret FROM webhooks "
    "WHERE id < :p1 ORDER BY id DESC LIMIT :p2"};
constexpr Statement update_row{
    "webhooks.update",
    "UPDATE webhooks SET url = :p2, description = :p3, events = :p4, is_enabled = :p5, disabled_reason = :p6, "
    "failing_since = :p7, sealed_secret = :p8, sealed_previous_secret = :p9, previous_until = :p10, version = :p11, "
    "updated_at = :p12 WHERE id = :p1"};
constexpr Statement delete_row{"webhooks.delete", "DELETE FROM webhooks WHERE id = :p1"};
constexpr Statement write_secrets_row{
    "webhooks.write_secrets",
    "UPDATE webhooks SET sealed_secret = :p3, sealed_previous_secret = :p4 WHERE id = :p1 AND sealed_secret = :p2"};
constexpr Statement success_row{
    "webhooks.note_success", "UPDATE webhooks SET failing_since = NULL WHERE id = :p1 AND failing_since IS NOT NULL"};
constexpr Statement failure_row{"webhooks.note_failure",
                                "UPDATE webhooks SET failing_since = :p2 WHERE id = :p1 AND failing_since IS NULL"};
constexpr Statement switch_off_row{
    "webhooks.switch_off",
    "UPDATE webhooks SET is_enabled = 0, disabled_reason = :p3, version = version + 1, updated_at = :p4 "
    "WHERE id = :p1 AND is_enabled = 1 AND failing_since < :p2"};

constexpr std::string_view after_all_ids = "ffffffff-ffff-ffff-ffff-ffffffffffff";

StoredWebhook webhook_of(const Row& row) {
  StoredWebhook stored;
  Webhook& webhook = stored.webhook;
  webhook.id = row.uuid(0);
  webhook.url = row.text(1);
  webhook.description = row.text(2);
  const std::string events = row.text(3);
  for (const std::string_view event : base::split(events, ' ')) webhook.events.emplace_back(event);
  webhook.is_enabled = row.integer(4) != 0;
  webhook.disabled_reason = row.text(5);
  webhook.failing_since = row.optional_timestamp(6);
  webhook.old_secret_until = row.optional_timestamp(7);
  webhook.created_by = row.optional_uuid(8);
  webhook.version = row.integer(9);
  webhook.created_at = row.timestamp(10);
  webhook.updated_at = row.timestamp(11);
  stored.sealed_secret = row.text(12);
  stored.sealed_old_secret = row.text(13);
  return stored;
}

}  // namespace

base::Result<> insert(Connection& connection, const StoredWebhook& stored) {
  const Webhook& w = stored.webhook;
  RETURN_IF_FAILED(connection.execute(insert_row, w.id, w.url, w.description, base::join(w.events, " "),
                                      stored.sealed_secret, w.is_enabled, w.created_by, w.version, w.created_at,
                                      w.updated_at));
  return {};
}

base::Result<StoredWebhook> known_webhook(Connection& connection, base::Uuid id) {
  ASSIGN_OR_RETURN(auto found, find_webhook(connection, id));
  if (found) return *std::move(found);
  return base::failure(webhook_unknown, "There is no webhook " + id.to_string() + ".",
                       "GET /webhooks lists the webhooks there are.");
}

base::Result<StoredWebhook> hold_webhook(Connection& connection, base::Uuid id) {
  RETURN_IF_FAILED(connection.query_one(hold_row, id));
  return known_webhook(connection, id);
}

base::Result<std::optional<StoredWebhook>> find_webhook(Connection& connection, base::Uuid id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(find_row, id));
  if (!row) return std::optional<StoredWebhook>{};
  return std::optional<StoredWebhook>{webhook_of(*row)};
}

base::Result<std::vector<StoredWebhook>> list_webhooks(Connection& connection, const std::optional<base::Uuid>& before,
                                                       std::uint64_t limit) {
  const std::string first = before ? before->to_string() : std::string(after_all_ids);
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_rows, first, limit));
  std::vector<StoredWebhook> all;
  all.reserve(rows.size());
  for (const Row& row : rows) all.push_back(webhook_of(row));
  return all;
}

base::Result<> update(Connection& connection, const StoredWebhook& stored) {
  const Webhook& w = stored.webhook;
  RETURN_IF_FAILED(connection.execute(update_row, w.id, w.url, w.description, base::join(w.events, " "), w.is_enabled,
                                      base::unless_empty(w.disabled_reason), w.failing_since, stored.sealed_secret,
                                      base::unless_empty(stored.sealed_old_secret), w.old_secret_until, w.version,
                                      w.updated_at));
  return {};
}

base::Result<> remove_webhook(Connection& connection, base::Uuid id) {
  RETURN_IF_FAILED(connection.execute(delete_row, id));
  return {};
}

base::Result<> write_secrets(Connection& connection, const StoredWebhook& stored, const std::string& sealed_before) {
  RETURN_IF_FAILED(connection.execute(write_secrets_row, stored.webhook.id, sealed_before, stored.sealed_secret,
                                      base::unless_empty(stored.sealed_old_secret)));
  return {};
}

base::Result<> note_success(Connection& connection, base::Uuid id) {
  RETURN_IF_FAILED(connection.execute(success_row, id));
  return {};
}

base::Result<> note_failure(Connection& connection, base::Uuid id, base::Timestamp now) {
  RETURN_IF_FAILED(connection.execute(failure_row, id, now));
  return {};
}

base::Result<bool> switch_off(Connection& connection, base::Uuid id, base::Timestamp failing_before,
                              const std::string& reason, base::Timestamp now) {
  ASSIGN_OR_RETURN(const std::int64_t changed, connection.execute(switch_off_row, id, failing_before, reason, now));
  return changed > 0;
}

}  // namespace notifications::store
