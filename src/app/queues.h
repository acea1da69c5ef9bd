#pragma once

#include <array>
#include <string_view>

#include "domain/imports/follow_up.h"
#include "domain/imports/imports_tasks.h"
#include "domain/media/media_tasks.h"
#include "domain/notifications/notifications.h"
#include "domain/suppliers/sources_tasks.h"
#include "ops/backup/backup_tasks.h"

namespace app {

/// A queue, and how many of its jobs one worker does at once.
struct ServedQueue {
  std::string_view name;
  unsigned at_once;
};

/// Every queue there is.
inline constexpr std::array<ServedQueue, 6> served_queues{{
    {imports::imports_queue, 2},
    {imports::follow_up_queue, 1},
    {suppliers::fetch_queue, 4},
    {media::media_queue, 6},  // more than fetch at once, or nothing new would be taken up
    {notifications::notifications_queue, 4},
    {backup::operations_queue, 1},
}};

}  // namespace app
