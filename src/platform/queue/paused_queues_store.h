#pragma once

#include <string_view>
#include <vector>

#include "platform/db/connection.h"
#include "platform/queue/job_queue.h"

namespace platform::queue::store {

/// Keeps who paused it first when it is paused already.
base::Result<> pause(db::Connection& connection, const PausedQueue& queue);
base::Result<> resume(db::Connection& connection, std::string_view queue);
base::Result<std::vector<PausedQueue>> paused(db::Connection& connection);

}  // namespace platform::queue::store
