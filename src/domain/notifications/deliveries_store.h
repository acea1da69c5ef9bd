#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/notifications/webhooks.h"
#include "platform/db/connection.h"

namespace notifications::store {

using platform::db::Connection;

/// False when the webhook was sent this event before.
base::Result<bool> insert(Connection& connection, const Delivery& delivery, const std::string& event_key);
base::Result<std::optional<Delivery>> find_delivery(Connection& connection, base::Uuid id);
base::Result<std::vector<Delivery>> list(Connection& connection, const DeliveryQuery& query, std::uint64_t limit);
/// Writes what an attempt came to; false when another process has written of that attempt.
base::Result<bool> write_attempt(Connection& connection, const Delivery& delivery);
/// Lets an ended delivery wait again; false when it waits already.
base::Result<bool> reopen(Connection& connection, base::Uuid id, int more_attempts, base::Timestamp now);
/// Those whose next attempt should have been made by then.
base::Result<std::vector<Delivery>> overdue(Connection& connection, base::Timestamp due_before);
base::Result<> remove_old_deliveries(Connection& connection, base::Timestamp created_before);

}  // namespace notifications::store
