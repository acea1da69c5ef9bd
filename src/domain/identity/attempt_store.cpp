#include "domain/identity/attempt_store.h"

namespace identity::store {
namespace {

using platform::db::Connection;
using platform::db::Statement;

constexpr Statement find_row{
    "identity.login_attempts.find",
    "SELECT failures, last_at, open_at FROM login_attempts WHERE account = :p1 AND network = :p2"};
constexpr Statement lock_row{"identity.login_attempts.lock",
                             "INSERT INTO login_attempts (account, network, failures, last_at, open_at) "
                             "VALUES (:p1, :p2, 0, :p3, :p3) "
                             "ON CONFLICT (account, network) DO UPDATE SET account = excluded.account"};
constexpr Statement update_row{"identity.login_attempts.update",
                               "UPDATE login_attempts SET failures = :p3, last_at = :p4, open_at = :p5 "
                               "WHERE account = :p1 AND network = :p2"};
constexpr Statement delete_row{"identity.login_attempts.delete",
                               "DELETE FROM login_attempts WHERE account = :p1 AND network = :p2"};
constexpr Statement delete_old{"identity.login_attempts.delete_old", "DELETE FROM login_attempts WHERE last_at < :p1"};
constexpr Statement find_network{"identity.known_networks.find",
                                 "SELECT 1 FROM known_networks WHERE user_id = :p1 AND network = :p2"};
constexpr Statement upsert_network{"identity.known_networks.write",
                                   "INSERT INTO known_networks (user_id, network, last_at) VALUES (:p1, :p2, :p3) "
                                   "ON CONFLICT (user_id, network) DO UPDATE SET last_at = excluded.last_at"};
constexpr Statement delete_old_networks{"identity.known_networks.delete_old",
                                        "DELETE FROM known_networks WHERE last_at < :p1"};

}  // namespace

base::Result<Attempts> find_attempts(Connection& connection, std::string_view account, std::string_view network) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(find_row, account, network));
  if (!row) return Attempts{};
  return Attempts{row->integer(0), row->timestamp(1), row->timestamp(2)};
}

base::Result<Attempts> lock_attempts(Connection& connection, std::string_view account, std::string_view network,
                                     base::Timestamp now) {
  RETURN_IF_FAILED(connection.execute(lock_row, account, network, now));
  return find_attempts(connection, account, network);
}

base::Result<> write_attempts(Connection& connection, std::string_view account, std::string_view network,
                              const Attempts& attempts) {
  RETURN_IF_FAILED(
      connection.execute(update_row, account, network, attempts.failures, attempts.last_at, attempts.open_at));
  return {};
}

base::Result<> delete_attempts(Connection& connection, std::string_view account, std::string_view network) {
  RETURN_IF_FAILED(connection.execute(delete_row, account, network));
  return {};
}

base::Result<> delete_attempts_before(Connection& connection, base::Timestamp last_before) {
  RETURN_IF_FAILED(connection.execute(delete_old, last_before));
  return {};
}

base::Result<bool> is_known_network(Connection& connection, const base::Uuid& user_id, std::string_view network) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(find_network, user_id, network));
  return row.has_value();
}

base::Result<> write_known_network(Connection& connection, const base::Uuid& user_id, std::string_view network,
                                   base::Timestamp now) {
  RETURN_IF_FAILED(connection.execute(upsert_network, user_id, network, now));
  return {};
}

base::Result<> delete_known_networks_before(Connection& connection, base::Timestamp last_before) {
  RETURN_IF_FAILED(connection.execute(delete_old_networks, last_before));
  return {};
}

}  // namespace identity::store
