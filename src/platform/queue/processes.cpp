#include "platform/queue/processes.h"

#include <unistd.h>

#include <array>

#include "platform/queue/processes_store.h"

namespace platform::queue {

std::string own_process_name() {
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) host[0] = '?';
  return std::string(host.data()) + ":" + std::to_string(::getpid());
}

base::Result<> ProcessRegistry::sign_in(const Process& process) {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  return store::write_process(*connection, process);
}

base::Result<> ProcessRegistry::sign_out(base::Uuid id) {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  return store::delete_process(*connection, id);
}

base::Result<std::vector<Process>> ProcessRegistry::list() {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  return store::processes(*connection);
}

base::Result<> ProcessRegistry::tidy(base::Timestamp now) {
  constexpr std::chrono::hours remembered{24};
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  return store::delete_silent_processes(*connection, now + -remembered);
}

}  // namespace platform::queue
