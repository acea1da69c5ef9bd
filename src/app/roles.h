#pragma once

#include <cstdint>
#include <string_view>

namespace app {

/// What a process of this program does: all of it, or one part beside others that do the rest.
enum class Role : std::uint8_t { serve, api, worker, scheduler };

constexpr std::string_view to_string(Role role) {
  switch (role) {
    case Role::api:
      return "api";
    case Role::worker:
      return "worker";
    case Role::scheduler:
      return "scheduler";
    case Role::serve:
      break;
  }
  return "serve";
}

constexpr bool answers_api(Role role) {
  return role == Role::serve || role == Role::api;
}
constexpr bool serves_pages(Role role) {
  return role == Role::serve;
}
constexpr bool works(Role role) {
  return role == Role::serve || role == Role::worker;
}
constexpr bool schedules(Role role) {
  return role == Role::serve || role == Role::scheduler;
}

/// The setting that says on which port the process is asked for its health, and for whatever else it serves.
constexpr std::string_view port_setting(Role role) {
  if (role == Role::worker) return "WORKER_PORT";
  return role == Role::scheduler ? "SCHEDULER_PORT" : "PORT";
}

}  // namespace app
