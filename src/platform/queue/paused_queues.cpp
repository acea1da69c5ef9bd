#include <algorithm>

#include "base/text.h"
#include "platform/queue/job_queue.h"
#include "platform/queue/paused_queues_store.h"

namespace platform::queue {
namespace {

base::Result<> check_name(std::string_view queue) {
  constexpr std::size_t longest = 60;
  const auto is_fine = [](char c) { return (c >= 'a' && c <= 'z') || base::is_digit(c) || c == '_'; };
  if (!queue.empty() && queue.size() <= longest && std::ranges::all_of(queue, is_fine)) return {};
  return base::failure(queue_name_invalid,
                       "\"" + std::string(base::utf8_prefix(queue, longest)) + "\" is no name of a queue.",
                       "Use a name as the list of queues shows it, such as imports.", {.field = "queue"});
}

}  // namespace

base::Result<> JobQueue::pause(std::string_view queue, std::string_view by) {
  RETURN_IF_FAILED(check_name(queue));
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  return store::pause(*connection, {std::string(queue), std::string(by), base::Timestamp::now()});
}

base::Result<> JobQueue::resume(std::string_view queue) {
  RETURN_IF_FAILED(check_name(queue));
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  RETURN_IF_FAILED(store::resume(*connection, queue));
  announce();
  return {};
}

base::Result<std::vector<PausedQueue>> JobQueue::paused() {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  return store::paused(*connection);
}

}  // namespace platform::queue
