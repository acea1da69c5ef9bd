#include "domain/notifications/preferences_store.h"

namespace notifications::store {
namespace {

using platform::db::Connection;
using platform::db::Row;
using platform::db::Statement;

constexpr Statement list_channels{"notifications.preferences.list",
                                  "SELECT kind, in_app, email FROM notification_preferences WHERE user_id = :p1"};
constexpr Statement find_settings{"notifications.settings.find",
                                  "SELECT digest_minutes, language FROM notification_settings WHERE user_id = :p1"};
constexpr Statement write_channels_row{
    "notifications.preferences.write",
    "INSERT INTO notification_preferences (user_id, kind, in_app, email) VALUES (:p1, :p2, :p3, :p4) "
    "ON CONFLICT (user_id, kind) DO UPDATE SET in_app = excluded.in_app, email = excluded.email"};
constexpr Statement write_settings_row{
    "notifications.settings.write",
    "INSERT INTO notification_settings (user_id, digest_minutes, language) VALUES (:p1, :p2, :p3) "
    "ON CONFLICT (user_id) DO UPDATE SET digest_minutes = excluded.digest_minutes, language = excluded.language"};

}  // namespace

base::Result<Preferences> preferences(Connection& connection, base::Uuid user_id) {
  Preferences found;
  for (const Kind& kind : all_kinds()) found.kinds[std::string(kind.name)] = {true, kind.is_mailed};
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_channels, user_id));
  for (const Row& row : rows) {
    // A kind of another release stays out of sight.
    if (const auto kind = found.kinds.find(row.text(0)); kind != found.kinds.end()) {
      kind->second = {row.integer(1) != 0, row.integer(2) != 0};
    }
  }
  ASSIGN_OR_RETURN(const auto settings, connection.query_one(find_settings, user_id));
  if (settings) {
    found.digest_minutes = static_cast<int>(settings->integer(0));
    found.language = parse_language(settings->text(1)).value_or(Language::en);
  }
  return found;
}

base::Result<> write_settings(Connection& connection, base::Uuid user_id, const Preferences& wanted) {
  RETURN_IF_FAILED(connection.execute(write_settings_row, user_id, wanted.digest_minutes, to_string(wanted.language)));
  return {};
}

base::Result<> write_channels(Connection& connection, base::Uuid user_id, std::string_view kind,
                              const Channels& channels) {
  RETURN_IF_FAILED(connection.execute(write_channels_row, user_id, kind, channels.in_app, channels.email));
  return {};
}

}  // namespace notifications::store
