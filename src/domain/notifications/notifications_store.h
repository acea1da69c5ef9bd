#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "domain/notifications/notifications.h"
#include "platform/db/connection.h"

namespace notifications::store {

using platform::db::Connection;

/// How a new notification is told.
struct Telling {
  std::string event_key;
  bool is_shown = true;
  bool is_mailed = false;
};

/// False when the user was told of this event before.
base::Result<bool> insert(Connection& connection, const Notification& notification, const Telling& telling);
base::Result<std::vector<Notification>> list(Connection& connection, base::Uuid user_id, const NotificationQuery& query,
                                             std::uint64_t limit);
base::Result<std::optional<Notification>> find(Connection& connection, base::Uuid user_id, base::Uuid id);
base::Result<std::uint64_t> count_unread(Connection& connection, base::Uuid user_id);
base::Result<> mark_read(Connection& connection, base::Uuid user_id, base::Uuid id, base::Timestamp now);
base::Result<std::uint64_t> mark_all_read(Connection& connection, base::Uuid user_id, base::Timestamp now);
base::Result<bool> remove(Connection& connection, base::Uuid user_id, base::Uuid id);

/// Takes what waits for a mail and is not yet read into the mail of this job; gives that mail's content, oldest first.
base::Result<std::vector<Notification>> take_for_mail(Connection& connection, base::Uuid user_id, base::Uuid job);
base::Result<> mark_mailed(Connection& connection, base::Uuid user_id, base::Uuid job);

/// Somebody whose news wait for a mail that no job has taken them into.
struct Waiting {
  base::Uuid user_id;
  base::Timestamp since;
};
base::Result<std::vector<Waiting>> waiting_for_mail(Connection& connection);
base::Result<> give_up_mails(Connection& connection, base::Timestamp created_before);
base::Result<> remove_old(Connection& connection, base::Timestamp created_before);

}  // namespace notifications::store
