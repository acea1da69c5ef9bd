#include "domain/identity/idempotency_store.h"

namespace identity::store {
namespace {

using platform::db::Connection;
using platform::db::Statement;

constexpr Statement claim_row{
    "identity.idempotency_keys.claim",
    "INSERT INTO idempotency_keys (key, fingerprint, holder, lease_until, expires_at) "
    "VALUES (:p1, :p2, :p3, :p4, :p5) "
    "ON CONFLICT (key) DO UPDATE SET fingerprint = excluded.fingerprint, holder = excluded.holder, "
    "lease_until = excluded.lease_until, answer = NULL, expires_at = excluded.expires_at "
    "WHERE (idempotency_keys.answer IS NULL AND idempotency_keys.lease_until <= :p6) "
    "OR (idempotency_keys.answer IS NOT NULL AND idempotency_keys.expires_at <= :p6)"};
constexpr Statement find_row{"identity.idempotency_keys.find",
                             "SELECT fingerprint, answer FROM idempotency_keys WHERE key = :p1"};
constexpr Statement renew_row{
    "identity.idempotency_keys.renew",
    "UPDATE idempotency_keys SET lease_until = :p3 WHERE key = :p1 AND holder = :p2 AND answer IS NULL"};
constexpr Statement answer_row{
    "identity.idempotency_keys.answer",
    "UPDATE idempotency_keys SET answer = :p3 WHERE key = :p1 AND holder = :p2 AND answer IS NULL"};
constexpr Statement delete_row{"identity.idempotency_keys.release",
                               "DELETE FROM idempotency_keys WHERE key = :p1 AND holder = :p2 AND answer IS NULL"};
constexpr Statement delete_expired{
    "identity.idempotency_keys.delete_expired",
    "DELETE FROM idempotency_keys WHERE expires_at <= :p1 AND (answer IS NOT NULL OR lease_until <= :p1)"};

}  // namespace

base::Result<bool> claim_key(Connection& connection, const KeyClaim& claim, std::string_view fingerprint,
                             base::Timestamp now, base::Timestamp lease_until, base::Timestamp expires_at) {
  ASSIGN_OR_RETURN(const std::int64_t claimed,
                   connection.execute(claim_row, claim.key, fingerprint, claim.holder, lease_until, expires_at, now));
  return claimed > 0;
}

base::Result<std::optional<StoredKey>> find_key(Connection& connection, std::string_view key) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(find_row, key));
  if (!row) return std::optional<StoredKey>{};
  return std::optional(StoredKey{row->text(0), row->optional_text(1)});
}

base::Result<> renew_key(Connection& connection, const KeyClaim& claim, base::Timestamp lease_until) {
  RETURN_IF_FAILED(connection.execute(renew_row, claim.key, claim.holder, lease_until));
  return {};
}

base::Result<> answer_key(Connection& connection, const KeyClaim& claim, std::string_view answer) {
  RETURN_IF_FAILED(connection.execute(answer_row, claim.key, claim.holder, answer));
  return {};
}

base::Result<> release_key(Connection& connection, const KeyClaim& claim) {
  RETURN_IF_FAILED(connection.execute(delete_row, claim.key, claim.holder));
  return {};
}

base::Result<> delete_expired_keys(Connection& connection, base::Timestamp now) {
  RETURN_IF_FAILED(connection.execute(delete_expired, now));
  return {};
}

}  // namespace identity::store
