// What is sent to webhooks, and how often.
#include <algorithm>

#include "base/json_writer.h"
#include "domain/notifications/deliveries_store.h"
#include "domain/notifications/webhook_attempt.h"
#include "domain/notifications/webhooks.h"
#include "domain/notifications/webhooks_store.h"
#include "platform/http/codec.h"

namespace notifications {

namespace {

struct DeliveryTask {
  base::Uuid delivery_id;
  std::int64_t attempt = 1;
};
BOOST_DESCRIBE_STRUCT(DeliveryTask, (), (delivery_id, attempt))

bool wants(const Webhook& webhook, std::string_view event) {
  return webhook.is_enabled && std::ranges::any_of(webhook.events, [&](const std::string& wanted) {
           return wanted == "*" || wanted == event;
         });
}

std::string body_of(const Event& event, base::Timestamp at) {
  base::JsonWriter json;
  json.begin_object().member("event", event.kind).member("at", at.to_string());
  json.member("title", title_of(event.kind, event.parameters));
  json.member("message", message_of(event.kind, event.parameters));
  json.member("subject", event.subject).key("parameters").begin_object();
  for (const auto& [name, value] : event.parameters) json.member(name, value);
  json.end_object().key("data").raw(event.data).end_object();
  return json.take();
}

base::Problem switched_off(const Webhook& webhook) {
  return {&webhook_switched_off,
          "The webhook for " + webhook.url + " is switched off.",
          "Switch it on, then send the delivery again.",
          {}};
}

Delivery new_delivery(const Webhook& webhook, std::string_view event, std::string body, int attempts_allowed) {
  Delivery delivery;
  delivery.id = base::Uuid::generate();
  delivery.webhook_id = webhook.id;
  delivery.event = event;
  delivery.body = std::move(body);
  delivery.attempts_allowed = attempts_allowed;
  delivery.created_at = base::Timestamp::now();
  delivery.next_attempt_at = delivery.created_at;
  return delivery;
}

base::Result<std::vector<std::string>> secrets_of(const platform::crypto::Sealer& sealer,
                                                  const store::StoredWebhook& stored, base::Timestamp now) {
  std::vector<std::string> secrets;
  ASSIGN_OR_RETURN(secrets.emplace_back(), sealer.open(stored.sealed_secret));
  const auto& until = stored.webhook.old_secret_until;
  if (!stored.sealed_old_secret.empty() && until && now < *until) {
    ASSIGN_OR_RETURN(secrets.emplace_back(), sealer.open(stored.sealed_old_secret));
  }
  return secrets;
}

}  // namespace

base::Result<> WebhookService::announce(const Event& event) {
  if (event.user_id) return {};
  RETURN_IF_FAILED(known_kind(event.kind));
  constexpr std::uint64_t most_webhooks = 1'000;
  std::vector<Delivery> deliveries;
  {
    ASSIGN_OR_RETURN(const auto connection, database_.acquire());
    ASSIGN_OR_RETURN(const auto all, store::list_webhooks(*connection, {}, most_webhooks));
    const int attempts = static_cast<int>(options_.waits.size()) + 1;
    for (const store::StoredWebhook& stored : all) {
      if (!wants(stored.webhook, event.kind)) continue;
      Delivery delivery = new_delivery(stored.webhook, event.kind, body_of(event, base::Timestamp::now()), attempts);
      const std::string key = event.key.empty() ? delivery.id.to_string() : event.key;
      ASSIGN_OR_RETURN(const bool is_new, store::insert(*connection, delivery, key));
      if (is_new) deliveries.push_back(std::move(delivery));
    }
  }
  for (const Delivery& delivery : deliveries) RETURN_IF_FAILED(queue_attempt(delivery));
  return {};
}

base::Result<> WebhookService::queue_attempt(const Delivery& delivery) {
  const int attempt = delivery.attempts + 1;
  platform::queue::NewJob job;
  job.queue = notifications_queue;
  job.kind = delivery_kind;
  job.subject = delivery.webhook_id.to_string();
  job.payload = platform::http::to_json(DeliveryTask{delivery.id, attempt});
  job.unique_key = "webhook_delivery:" + delivery.id.to_string() + ":" + std::to_string(attempt);
  job.run_at = delivery.next_attempt_at;
  RETURN_IF_FAILED(queue_.enqueue(job));
  return {};
}

Attempt WebhookService::attempt(const store::StoredWebhook& stored, const Delivery& delivery) const {
  const auto secrets = secrets_of(sealer_, stored, base::Timestamp::now());
  if (secrets) return attempt_delivery(client_, stored.webhook.url, delivery, *secrets, options_);
  Attempt made{base::Timestamp::now()};
  made.problem = secrets.error();
  made.problem->cure = "Give the webhook a new secret.";
  return made;
}

base::Result<Delivery> WebhookService::settle(const Webhook& webhook, Delivery delivery, const Attempt& made) {
  ++delivery.attempts;
  delivery.attempted_at = made.at;
  delivery.response_status = made.status;
  delivery.response_body = made.answer;
  delivery.duration_ms = made.duration.count();
  delivery.problem_code = made.problem ? std::string(made.problem->code()) : std::string();
  delivery.problem_message = made.problem ? made.problem->message + " " + made.problem->cure : std::string();
  delivery.next_attempt_at.reset();
  const int left = delivery.attempts_allowed - delivery.attempts;
  if (!made.problem) {
    delivery.status = DeliveryStatus::delivered;
  } else if (left <= 0 || made.problem->kind == &webhook_switched_off) {
    delivery.status = DeliveryStatus::failed;
  } else {
    const std::size_t waits = options_.waits.size();
    const std::size_t next = waits - std::min(waits, static_cast<std::size_t>(left));
    delivery.next_attempt_at = base::Timestamp::now() + options_.waits[std::min(next, waits - 1)];
  }
  bool is_ours = false;
  {
    ASSIGN_OR_RETURN(const auto connection, database_.acquire());
    ASSIGN_OR_RETURN(is_ours, store::write_attempt(*connection, delivery));
  }
  if (!is_ours) return find_delivery(delivery.id);
  tell_of(told_, "webhook", !made.problem);
  if (delivery.event != test_event && !(made.problem && made.problem->kind == &webhook_switched_off)) {
    RETURN_IF_FAILED(note_end(webhook, delivery));
  }
  if (delivery.next_attempt_at) RETURN_IF_FAILED(queue_attempt(delivery));
  return delivery;
}

base::Result<> WebhookService::note_end(const Webhook& webhook, const Delivery& delivery) {
  const base::Timestamp now = base::Timestamp::now();
  const base::Timestamp failing_before = now + -std::chrono::microseconds(options_.switched_off_after);
  {
    ASSIGN_OR_RETURN(const auto connection, database_.acquire());
    if (delivery.status == DeliveryStatus::delivered) return store::note_success(*connection, webhook.id);
    RETURN_IF_FAILED(store::note_failure(*connection, webhook.id, now));
    ASSIGN_OR_RETURN(const bool is_off,
                     store::switch_off(*connection, webhook.id, failing_before, delivery.problem_message, now));
    if (!is_off) return {};
  }
  const std::string since = webhook.failing_since.value_or(now).to_string();
  return notifications_.tell({"webhook.disabled",
                              {{"url", webhook.url}, {"since", since}, {"problem", delivery.problem_message}},
                              "webhooks/" + webhook.id.to_string(),
                              "webhook.disabled:" + webhook.id.to_string() + ":" + since,
                              webhook.created_by});
}

base::Result<std::string> WebhookService::deliver(const platform::queue::JobContext& context) {
  ASSIGN_OR_RETURN(const auto task, platform::http::from_json<DeliveryTask>(context.job().payload));
  std::optional<Delivery> delivery;
  std::optional<store::StoredWebhook> stored;
  {
    ASSIGN_OR_RETURN(const auto connection, database_.acquire());
    ASSIGN_OR_RETURN(delivery, store::find_delivery(*connection, task.delivery_id));
    if (!delivery || delivery->status != DeliveryStatus::waiting) return R"({"outcome":"ended before"})";
    ASSIGN_OR_RETURN(stored, store::find_webhook(*connection, delivery->webhook_id));
  }
  if (!stored) return R"({"outcome":"webhook removed"})";
  if (delivery->attempts >= task.attempt) {
    // This attempt was made by a process lost before it could queue the next one.
    RETURN_IF_FAILED(queue_attempt(*delivery));
    return R"({"outcome":"made before"})";
  }
  Attempt made{base::Timestamp::now()};
  if (stored->webhook.is_enabled) {
    made = attempt(*stored, *delivery);
  } else {
    made.problem = switched_off(stored->webhook);
  }
  ASSIGN_OR_RETURN(const Delivery settled, settle(stored->webhook, *delivery, made));
  return R"({"outcome":")" + std::string(to_string(settled.status)) + "\"}";
}

base::Result<Delivery> WebhookService::test(base::Uuid id) {
  store::StoredWebhook stored;
  Delivery delivery;
  {
    ASSIGN_OR_RETURN(const auto connection, database_.acquire());
    ASSIGN_OR_RETURN(stored, store::known_webhook(*connection, id));
    delivery = new_delivery(stored.webhook, test_event, body_of({std::string(test_event)}, base::Timestamp::now()), 1);
    // It is made here and now; no other process is to take it up.
    delivery.next_attempt_at.reset();
    RETURN_IF_FAILED(store::insert(*connection, delivery, delivery.id.to_string()));
  }
  const Attempt made = attempt(stored, delivery);
  return settle(stored.webhook, std::move(delivery), made);
}

}  // namespace notifications
