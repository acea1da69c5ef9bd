#pragma once

#include "platform/http/audit_sink.h"
#include "platform/http/route.h"
#include "platform/queue/job_queue.h"

namespace schedules {

/// What the routes work with; must outlive every answer.
struct QueueRouteParts {
  platform::queue::JobQueue& queue;
  platform::http::AuditSink audit;
};

/// /queues: which queues are paused, and pausing and resuming them.
platform::http::RouteTable queue_routes(const QueueRouteParts& parts);

}  // namespace schedules
