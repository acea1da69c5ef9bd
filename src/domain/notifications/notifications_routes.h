#pragma once

#include "domain/notifications/notifications_tasks.h"
#include "platform/http/audit_sink.h"
#include "platform/http/route.h"

namespace notifications {

struct NotificationRouteParts {
  Notifier& notifier;
  platform::http::AuditSink audit;
};

/// /notifications, /webhooks and all below them.
platform::http::RouteTable notification_routes(const NotificationRouteParts& parts);

}  // namespace notifications
