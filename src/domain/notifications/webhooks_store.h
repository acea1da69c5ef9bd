#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/notifications/webhooks.h"
#include "platform/db/connection.h"

namespace notifications::store {

using platform::db::Connection;

struct StoredWebhook {
  Webhook webhook;
  std::string sealed_secret;
  std::string sealed_old_secret;  ///< "" for none
};

base::Result<> insert(Connection& connection, const StoredWebhook& stored);
/// Fails with webhook_unknown.
base::Result<StoredWebhook> known_webhook(Connection& connection, base::Uuid id);
/// The same, kept from being changed by others until the transaction ends.
base::Result<StoredWebhook> hold_webhook(Connection& connection, base::Uuid id);
base::Result<std::optional<StoredWebhook>> find_webhook(Connection& connection, base::Uuid id);
base::Result<std::vector<StoredWebhook>> list_webhooks(Connection& connection, const std::optional<base::Uuid>& before,
                                                       std::uint64_t limit);
/// Everything that people may change, secrets included.
base::Result<> update(Connection& connection, const StoredWebhook& stored);
base::Result<> remove_webhook(Connection& connection, base::Uuid id);
/// The same secrets sealed anew; nothing when they have changed meanwhile.
base::Result<> write_secrets(Connection& connection, const StoredWebhook& stored, const std::string& sealed_before);

base::Result<> note_success(Connection& connection, base::Uuid id);
/// Keeps the time of the first failure.
base::Result<> note_failure(Connection& connection, base::Uuid id, base::Timestamp now);
/// True when it was on, has been failing since before then, and is off now.
base::Result<bool> switch_off(Connection& connection, base::Uuid id, base::Timestamp failing_before,
                              const std::string& reason, base::Timestamp now);

}  // namespace notifications::store
