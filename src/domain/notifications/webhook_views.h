#pragma once

// What /webhooks takes and gives, as JSON.

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "domain/notifications/webhooks.h"
#include "platform/http/codec.h"

namespace notifications {

BOOST_DESCRIBE_ENUM(DeliveryStatus, waiting, delivered, failed)

struct WebhookView {
  base::Uuid id;
  std::string url, description;
  std::vector<std::string> events;
  bool is_enabled = true;
  bool has_secret = true;  ///< its text is shown when it is made, and never again
  std::optional<std::string> disabled_reason;
  std::optional<base::Timestamp> failing_since, old_secret_until;
  std::int64_t version = 0;
  base::Timestamp created_at, updated_at;
};
BOOST_DESCRIBE_STRUCT(WebhookView, (),
                      (id, url, description, events, is_enabled, has_secret, disabled_reason, failing_since,
                       old_secret_until, version, created_at, updated_at))

struct WebhookListView {
  std::vector<WebhookView> items;
  std::optional<base::Uuid> next_cursor;
};
BOOST_DESCRIBE_STRUCT(WebhookListView, (), (items, next_cursor))

struct WebhookSecretView {
  WebhookView webhook;
  std::string secret;  ///< shown this once
};
BOOST_DESCRIBE_STRUCT(WebhookSecretView, (), (webhook, secret))

struct WebhookInput {
  std::string url;
  std::optional<std::string> description;
  std::vector<std::string> events;
  std::optional<bool> is_enabled;
};
BOOST_DESCRIBE_STRUCT(WebhookInput, (), (url, description, events, is_enabled))

struct WebhookPatch {
  std::optional<std::string> url, description;
  std::optional<std::vector<std::string>> events;
  std::optional<bool> is_enabled;
};
BOOST_DESCRIBE_STRUCT(WebhookPatch, (), (url, description, events, is_enabled))

struct DeliveryView {
  base::Uuid id, webhook_id;
  std::string event;
  DeliveryStatus status = DeliveryStatus::waiting;
  std::int64_t attempts = 0, attempts_allowed = 0;
  std::optional<std::int64_t> response_status;
  std::optional<std::string> response_body, problem_code, problem_message;
  std::optional<std::int64_t> duration_ms;
  base::Timestamp created_at;
  std::optional<base::Timestamp> attempted_at, next_attempt_at;
  boost::json::value body;  ///< what is sent
};
BOOST_DESCRIBE_STRUCT(DeliveryView, (),
                      (id, webhook_id, event, status, attempts, attempts_allowed, response_status, response_body,
                       problem_code, problem_message, duration_ms, created_at, attempted_at, next_attempt_at, body))

struct DeliveryListView {
  std::vector<DeliveryView> items;
  std::optional<base::Uuid> next_cursor;
};
BOOST_DESCRIBE_STRUCT(DeliveryListView, (), (items, next_cursor))

WebhookView view_of(const Webhook& webhook);
DeliveryView view_of(const Delivery& delivery);

}  // namespace notifications
