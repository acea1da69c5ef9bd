#include "domain/notifications/webhook_views.h"

#include "base/text.h"

namespace notifications {

WebhookView view_of(const Webhook& w) {
  return {w.id,
          w.url,
          w.description,
          w.events,
          w.is_enabled,
          true,
          base::unless_empty(w.disabled_reason),
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
          base::unless_empty(d.response_body),
          base::unless_empty(d.problem_code),
          base::unless_empty(d.problem_message),
          d.duration_ms,
          d.created_at,
          d.attempted_at,
          d.next_attempt_at,
          boost::json::parse(d.body)};
}

}  // namespace notifications
