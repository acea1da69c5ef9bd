#include "domain/identity/audit_store.h"

#include "base/text.h"
#include "domain/identity/like_pattern.h"

namespace identity::store {
namespace {

using platform::db::Connection;
using platform::db::Row;
using platform::db::Statement;

constexpr Statement insert_entry{
    "identity.audit.insert",
    "INSERT INTO audit_entries (id, at, actor_id, actor_name, by_api_key, action, subject, before, after, address, "
    "request_id) VALUES (:p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, :p9, :p10, :p11)"};

// Ids are in order of time; a few at once, so that whoever records does not wait.
constexpr Statement delete_oldest{
    "identity.audit.delete_oldest",
    "DELETE FROM audit_entries WHERE at < :p1 AND id IN (SELECT id FROM audit_entries ORDER BY id LIMIT 2000)"};

/// One text for every filter, so that each can use its index.
std::string list_text(std::string_view condition) {
  return "SELECT id, at, actor_id, actor_name, by_api_key, action, subject, before, after, address, request_id "
         "FROM audit_entries WHERE id < :p1 AND at >= :p2 AND at < :p3 AND action LIKE :p4 ESCAPE '\\' " +
         std::string(condition) + " ORDER BY id DESC LIMIT :p5";
}

// The texts outlive every connection that has them prepared.
const std::string list_all_text = list_text("");
const std::string list_by_actor_text = list_text("AND actor_id = :p6");
const std::string list_by_subject_text = list_text("AND subject = :p6");
const std::string list_by_both_text = list_text("AND actor_id = :p6 AND subject = :p7");
const Statement list_all{"identity.audit.list", list_all_text};
const Statement list_by_actor{"identity.audit.list_by_actor", list_by_actor_text};
const Statement list_by_subject{"identity.audit.list_by_subject", list_by_subject_text};
const Statement list_by_both{"identity.audit.list_by_actor_and_subject", list_by_both_text};

AuditEntry entry_of(const Row& row) {
  return {row.uuid(0),
          row.timestamp(1),
          {row.optional_uuid(2), row.text(3), row.integer(4) != 0, row.text(9), row.text(10)},
          {row.text(5), row.text(6), row.text(7), row.text(8)}};
}

const Statement& list_statement(const AuditFilter& filter) {
  if (filter.actor_id) return filter.subject.empty() ? list_by_actor : list_by_both;
  return filter.subject.empty() ? list_all : list_by_subject;
}

}  // namespace

base::Result<> insert_audit(Connection& connection, const AuditEntry& entry) {
  RETURN_IF_FAILED(connection.execute(insert_entry, entry.id, entry.at, entry.actor.user_id, entry.actor.name,
                                      entry.actor.by_api_key, entry.event.action, entry.event.subject,
                                      base::unless_empty(entry.event.before), base::unless_empty(entry.event.after),
                                      entry.actor.address, entry.actor.request_id));
  return {};
}

base::Result<std::vector<AuditEntry>> list_audit(Connection& connection, const AuditFilter& filter,
                                                 const PageRequest& page) {
  constexpr std::string_view after_all_ids = "ffffffff-ffff-ffff-ffff-ffffffffffff";
  constexpr std::string_view after_all_times = "9999-12-31T23:59:59.999999Z";
  std::vector<platform::db::Value> arguments{page.after ? page.after->to_string() : std::string(after_all_ids),
                                             filter.from.value_or(base::Timestamp(0)).to_string(),
                                             filter.until ? filter.until->to_string() : std::string(after_all_times),
                                             escaped_for_like(filter.action) + '%',
                                             static_cast<std::int64_t>(page.limit + 1)};
  if (filter.actor_id) arguments.emplace_back(filter.actor_id->to_string());
  if (!filter.subject.empty()) arguments.emplace_back(filter.subject);
  ASSIGN_OR_RETURN(const auto rows, connection.query_values(list_statement(filter), arguments));
  std::vector<AuditEntry> entries;
  entries.reserve(rows.size());
  for (const Row& row : rows) entries.push_back(entry_of(row));
  return entries;
}

base::Result<std::uint64_t> delete_some_audit(Connection& connection, base::Timestamp cutoff) {
  ASSIGN_OR_RETURN(const std::int64_t deleted, connection.execute(delete_oldest, cutoff));
  return static_cast<std::uint64_t>(deleted);
}

}  // namespace identity::store
