// The webhooks themselves; what is sent to them is in webhook_delivery.cpp.
#include <algorithm>

#include "base/text.h"
#include "domain/notifications/webhooks.h"
#include "domain/notifications/webhooks_store.h"
#include "platform/crypto/random.h"
#include "platform/db/transaction.h"

namespace notifications {
namespace {

tl::unexpected<base::Problem> invalid(std::string message, std::string cure, std::string field) {
  return base::failure(webhook_invalid, std::move(message), std::move(cure), {.field = std::move(field)});
}

/// The webhook to be written within the transaction, as the caller has seen it.
base::Result<store::StoredWebhook> held(platform::db::Connection& connection, base::Uuid id,
                                        const Precondition& precondition) {
  ASSIGN_OR_RETURN(auto stored, store::hold_webhook(connection, id));
  if (precondition) RETURN_IF_FAILED(precondition(stored.webhook.version));
  return stored;
}

void sort_out(std::vector<std::string>& events) {
  std::ranges::sort(events);
  events.erase(std::unique(events.begin(), events.end()), events.end());
}

/// 200 bits behind a prefix by which people and scanners of leaked secrets know it.
std::string new_secret() {
  return "whsec_" + platform::crypto::random_letters(40);
}

void touch(Webhook& webhook) {
  ++webhook.version;
  webhook.updated_at = base::Timestamp::now();
}

}  // namespace

base::Result<> WebhookService::check(const Webhook& webhook) const {
  constexpr std::size_t longest_text = 2'000;
  RETURN_IF_FAILED(client_.rules().check_url(webhook.url));
  if (webhook.url.size() > longest_text)
    return invalid("The URL is too long.", "Give one of at most 2000 characters.", "url");
  const bool is_storable =
      base::is_valid_utf8(webhook.description) && webhook.description.find('\0') == std::string::npos;
  if (webhook.description.size() > longest_text || !is_storable) {
    return invalid("The description cannot be kept.", "Give a text of at most 2000 characters.", "description");
  }
  if (webhook.events.empty()) {
    return invalid("The webhook would never be told anything.", "Name the events it wants, or \"*\" for all.",
                   "events");
  }
  for (const std::string& event : webhook.events) {
    if (event == "*" && webhook.events.size() == 1) continue;
    if (event == "*")
      return invalid("\"*\" stands among other events.", "Give \"*\" alone, or the events one by one.", "events");
    RETURN_IF_FAILED(known_kind(event));
  }
  return {};
}

base::Result<WebhookSecret> WebhookService::create(const NewWebhook& wanted) {
  store::StoredWebhook stored;
  Webhook& webhook = stored.webhook;
  webhook.id = base::Uuid::generate();
  webhook.url = wanted.url;
  webhook.description = wanted.description;
  webhook.events = wanted.events;
  sort_out(webhook.events);
  webhook.is_enabled = wanted.is_enabled;
  webhook.created_by = wanted.created_by;
  webhook.created_at = webhook.updated_at = base::Timestamp::now();
  RETURN_IF_FAILED(check(webhook));
  std::string secret = new_secret();
  stored.sealed_secret = sealer_.seal(secret);
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  RETURN_IF_FAILED(store::insert(*connection, stored));
  return WebhookSecret{webhook, std::move(secret)};
}

base::Result<WebhookPage<Webhook>> WebhookService::list(const std::optional<base::Uuid>& before, std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto stored, store::list_webhooks(*connection, before, limit + 1));
  WebhookPage<Webhook> page;
  for (store::StoredWebhook& one : stored) page.items.push_back(std::move(one.webhook));
  if (page.items.size() > limit) {
    page.items.resize(limit);
    page.next = page.items.back().id;
  }
  return page;
}

base::Result<Webhook> WebhookService::find(base::Uuid id) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto stored, store::known_webhook(*connection, id));
  return std::move(stored.webhook);
}

base::Result<Webhook> WebhookService::update(base::Uuid id, const WebhookChange& change,
                                             const Precondition& precondition) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(*connection));
  ASSIGN_OR_RETURN(auto stored, held(*connection, id, precondition));
  Webhook& webhook = stored.webhook;
  webhook.url = change.url.value_or(webhook.url);
  webhook.description = change.description.value_or(webhook.description);
  webhook.events = change.events.value_or(webhook.events);
  sort_out(webhook.events);
  if (change.is_enabled && *change.is_enabled != webhook.is_enabled) {
    webhook.is_enabled = *change.is_enabled;
    webhook.disabled_reason.clear();
    webhook.failing_since.reset();
  }
  RETURN_IF_FAILED(check(webhook));
  touch(webhook);
  RETURN_IF_FAILED(store::update(*connection, stored));
  RETURN_IF_FAILED(transaction.commit());
  return webhook;
}

base::Result<> WebhookService::remove(base::Uuid id, const Precondition& precondition) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(*connection));
  RETURN_IF_FAILED(held(*connection, id, precondition));
  RETURN_IF_FAILED(store::remove_webhook(*connection, id));
  return transaction.commit();
}

base::Result<WebhookSecret> WebhookService::rotate_secret(base::Uuid id) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(*connection));
  ASSIGN_OR_RETURN(auto stored, held(*connection, id, {}));
  std::string secret = new_secret();
  stored.sealed_old_secret = std::exchange(stored.sealed_secret, sealer_.seal(secret));
  touch(stored.webhook);
  stored.webhook.old_secret_until = stored.webhook.updated_at + options_.old_secret_lifetime;
  RETURN_IF_FAILED(store::update(*connection, stored));
  RETURN_IF_FAILED(transaction.commit());
  return WebhookSecret{stored.webhook, std::move(secret)};
}

base::Result<> WebhookService::seal_anew(base::Uuid id) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto stored, store::known_webhook(*connection, id));
  const std::string before = stored.sealed_secret;
  for (std::string* const sealed : {&stored.sealed_secret, &stored.sealed_old_secret}) {
    if (sealed->empty() || !sealer_.is_outdated(*sealed)) continue;
    ASSIGN_OR_RETURN(const std::string secret, sealer_.open(*sealed));
    *sealed = sealer_.seal(secret);
  }
  if (stored.sealed_secret == before) return {};
  return store::write_secrets(*connection, stored, before);
}

}  // namespace notifications
