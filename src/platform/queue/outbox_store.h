#pragma once

#include <cstdint>
#include <vector>

#include "platform/db/connection.h"
#include "platform/queue/outbox.h"

namespace platform::queue::store {

struct Announcement {
  base::Uuid id;
  OutgoingWork work;
  std::string trace_id;
};

base::Result<> announce(db::Connection& connection, const OutgoingWork& work);
/// The oldest ones.
base::Result<std::vector<Announcement>> announced(db::Connection& connection, std::uint64_t limit);
base::Result<> forget_announcement(db::Connection& connection, base::Uuid id);

}  // namespace platform::queue::store
