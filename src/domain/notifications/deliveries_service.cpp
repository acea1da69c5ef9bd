// The log of deliveries: looking at it, sending again from it, keeping it in order.
#include <algorithm>
#include <array>

#include "domain/notifications/deliveries_store.h"
#include "domain/notifications/webhooks.h"
#include "domain/notifications/webhooks_store.h"

namespace notifications {
namespace {

constexpr std::array<std::pair<DeliveryStatus, std::string_view>, 3> status_names{
    {{DeliveryStatus::waiting, "waiting"},
     {DeliveryStatus::delivered, "delivered"},
     {DeliveryStatus::failed, "failed"}}};

tl::unexpected<base::Problem> unknown(base::Uuid id) {
  return base::failure(delivery_unknown, "There is no delivery " + id.to_string() + ".",
                       "GET /webhooks/deliveries lists the deliveries of the last 30 days.");
}

}  // namespace

std::string_view to_string(DeliveryStatus status) {
  return std::ranges::find_if(status_names, [&](const auto& s) { return s.first == status; })->second;
}

std::optional<DeliveryStatus> parse_delivery_status(std::string_view name) {
  const auto* const found = std::ranges::find_if(status_names, [&](const auto& s) { return s.second == name; });
  return found == status_names.end() ? std::nullopt : std::optional(found->first);
}

base::Result<Delivery> WebhookService::find_delivery(base::Uuid id) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto found, store::find_delivery(*connection, id));
  if (!found) return unknown(id);
  return *std::move(found);
}

base::Result<Delivery> WebhookService::replay(base::Uuid delivery_id) {
  RETURN_IF_FAILED(find_delivery(delivery_id));
  {
    ASSIGN_OR_RETURN(const auto connection, database_.acquire());
    ASSIGN_OR_RETURN(
        const bool reopened,
        store::reopen(*connection, delivery_id, static_cast<int>(options_.waits.size()) + 1, base::Timestamp::now()));
    if (!reopened) {
      return base::failure(delivery_waits, "The delivery " + delivery_id.to_string() + " is still being tried.",
                           "Wait until it has ended.");
    }
  }
  ASSIGN_OR_RETURN(auto delivery, find_delivery(delivery_id));
  RETURN_IF_FAILED(queue_attempt(delivery));
  return delivery;
}

base::Result<WebhookPage<Delivery>> WebhookService::deliveries(const DeliveryQuery& query) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  WebhookPage<Delivery> page;
  ASSIGN_OR_RETURN(page.items, store::list(*connection, query, query.limit + 1));
  if (page.items.size() > query.limit) {
    page.items.resize(query.limit);
    page.next = page.items.back().id;
  }
  return page;
}

base::Result<> WebhookService::tidy(base::Timestamp now) {
  constexpr std::chrono::hours kept_for{24 * 30};
  constexpr std::chrono::minutes patience{10};
  constexpr std::uint64_t most_webhooks = 1'000;
  std::vector<Delivery> overdue;
  std::vector<store::StoredWebhook> webhooks;
  {
    ASSIGN_OR_RETURN(const auto connection, database_.acquire());
    RETURN_IF_FAILED(store::remove_old_deliveries(*connection, now + -std::chrono::microseconds(kept_for)));
    ASSIGN_OR_RETURN(overdue, store::overdue(*connection, now + -std::chrono::microseconds(patience)));
    ASSIGN_OR_RETURN(webhooks, store::list_webhooks(*connection, {}, most_webhooks));
  }
  for (const Delivery& delivery : overdue) RETURN_IF_FAILED(queue_attempt(delivery));
  for (const store::StoredWebhook& stored : webhooks) {
    if (sealer_.is_outdated(stored.sealed_secret)) RETURN_IF_FAILED(seal_anew(stored.webhook.id));
  }
  return {};
}

}  // namespace notifications
