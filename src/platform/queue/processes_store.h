#pragma once

#include <vector>

#include "platform/db/connection.h"
#include "platform/queue/processes.h"

namespace platform::queue::store {

base::Result<> write_process(db::Connection& connection, const Process& process);
base::Result<> delete_process(db::Connection& connection, base::Uuid id);
base::Result<> delete_silent_processes(db::Connection& connection, base::Timestamp cutoff);
base::Result<std::vector<Process>> processes(db::Connection& connection);

}  // namespace platform::queue::store
