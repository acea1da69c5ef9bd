#include "domain/notifications/webhook_views.h"

namespace notifications {
namespace {

std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

WebhookView view_of(const Webhook& w) {
  return {w.id,
          w.url,
          w.description,
          w.events,
          w.is_enabled,
          true,
          unless_empty(w.disabled_reason),
          w.failing_since,
          w.old_secret_until,
          w.version,
          w.created_at,
          w.updated_at};
}

DeliveryView view_of(const Delivery& d) {
  return {d.id,
          d.webhook_id,
          d.event,
          d.status,
          d.attempts,
          d.attempts_allowed,
          d.response_status,
          unless_empty(d.response_body),
          unless_empty(d.problem_code),
          unless_empty(d.problem_message),
          d.duration_ms,
          d.created_at,
          d.attempted_at,
          d.next_attempt_at,
          boost::json::parse(d.body)};
}

}  // namespace notifications
