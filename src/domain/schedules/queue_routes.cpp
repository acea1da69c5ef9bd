#include "domain/schedules/queue_routes.h"

namespace schedules {

namespace http = platform::http;
namespace queue = platform::queue;
using http::Request;

struct PausedQueueView {
  std::string queue, paused_by;
  base::Timestamp paused_at;
};
BOOST_DESCRIBE_STRUCT(PausedQueueView, (), (queue, paused_by, paused_at))

struct PausedQueueListView {
  std::vector<PausedQueueView> items;
};
BOOST_DESCRIBE_STRUCT(PausedQueueListView, (), (items))

namespace {

base::Result<PausedQueueListView> list(const QueueRouteParts& parts) {
  ASSIGN_OR_RETURN(const auto paused, parts.queue.paused());
  PausedQueueListView view;
  for (const queue::PausedQueue& one : paused) view.items.push_back({one.queue, one.paused_by, one.paused_at});
  return view;
}

void note(const QueueRouteParts& parts, const Request& request, std::string_view action) {
  if (parts.audit) parts.audit(request, action, "queue:" + std::string(request.parameter("queue")), {}, {});
}

base::Result<PausedQueueListView> pause(const QueueRouteParts& parts, const Request& request) {
  const std::string by = request.caller ? request.caller->name : std::string{};
  RETURN_IF_FAILED(parts.queue.pause(request.parameter("queue"), by));
  note(parts, request, "queue.paused");
  return list(parts);
}

base::Result<PausedQueueListView> resume(const QueueRouteParts& parts, const Request& request) {
  RETURN_IF_FAILED(parts.queue.resume(request.parameter("queue")));
  note(parts, request, "queue.resumed");
  return list(parts);
}

}  // namespace

http::RouteTable queue_routes(const QueueRouteParts& parts) {
  http::RouteTable table;
  table.push_back(http::get("/queues/paused", "list_paused_queues", "jobs", "List the queues that are paused")
                      .permission("monitoring.read")
                      .answers([parts](const Request&) { return list(parts); }));
  table.push_back(http::post("/queues/{queue}/pause", "pause_queue", "jobs",
                             "Let no job of a queue begin until it is resumed; those under way go on")
                      .permission("admin.settings")
                      .problems({&queue::queue_name_invalid})
                      .answers([parts](const Request& request) { return pause(parts, request); }));
  table.push_back(http::post("/queues/{queue}/resume", "resume_queue", "jobs", "Let the jobs of a queue begin again")
                      .permission("admin.settings")
                      .problems({&queue::queue_name_invalid})
                      .answers([parts](const Request& request) { return resume(parts, request); }));
  return table;
}

}  // namespace schedules
