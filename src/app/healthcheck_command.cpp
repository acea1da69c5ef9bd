// healthcheck: asks the process beside it whether it is ready; for containers, which have no shell and no curl.
#include <algorithm>
#include <fstream>
#include <iterator>

#include "app/command.h"
#include "app/roles.h"
#include "app/terminal.h"
#include "base/json_writer.h"
#include "ops/checks/own_health.h"

namespace app {
namespace {

constexpr std::chrono::seconds longest_wait{3};

struct HealthOptions {
  std::string role;
  std::uint16_t port = 0;
  bool metrics = false;
};

/// In a container the first process is the one to be asked.
std::optional<std::string> role_of_first_process() {
  std::ifstream file("/proc/1/cmdline", std::ios::binary);
  return ops::role_in(std::string(std::istreambuf_iterator<char>(file), {}));
}

constexpr base::ProblemKind role_unknown{"usage.role", "No such role", 400, base::LogLevel::info};

base::Result<std::string> role_of(const HealthOptions& options, const platform::config::Lookup& environment) {
  std::string role = options.role;
  if (role.empty()) role = environment("ROLE").value_or("");
  if (role.empty()) role = role_of_first_process().value_or("serve");
  if (std::ranges::find(ops::role_names, role) != ops::role_names.end()) return role;
  return base::failure(role_unknown, "\"" + role + "\" is no role of this program.",
                       "Give one of serve, api, worker, scheduler and web by --role or the variable ROLE.");
}

std::string_view port_setting_of(std::string_view role) {
  if (role == "web") return "WEB_PORT";
  if (role == "worker") return port_setting(Role::worker);
  return port_setting(role == "scheduler" ? Role::scheduler : Role::serve);
}

/// Ports alone: whatever else is wrong with the settings, the process itself says.
base::Result<unsigned short> port_of(std::string_view role, const platform::config::Lookup& environment) {
  ASSIGN_OR_RETURN(const auto loaded,
                   platform::config::load([&](const std::string& name) -> std::optional<std::string> {
                     if (name == "ENVIRONMENT") return "development";
                     return name.ends_with("PORT") ? environment(name) : std::nullopt;
                   }));
  return static_cast<unsigned short>(std::stoul(loaded.settings.value(port_setting_of(role))));
}

base::Result<Exit> check(const HealthOptions& options, bool json) {
  const auto environment = platform::config::process_environment();
  ASSIGN_OR_RETURN(const std::string role, role_of(options, environment));
  unsigned short port = options.port;
  if (port == 0) {
    ASSIGN_OR_RETURN(port, port_of(role, environment));
  }
  RETURN_IF_FAILED(ops::ask_own_health(port, longest_wait));
  if (options.metrics) {
    print(ops::ask_own_metrics(port, longest_wait).value_or(""));  // a role without metrics has none to show
    return Exit::finished;
  }
  base::JsonWriter out;
  out.begin_object().member("status", "ready").member("role", role).member("port", std::int64_t{port}).end_object();
  print(json ? out.text() + "\n" : role + " on port " + std::to_string(port) + " is ready\n");
  return Exit::finished;
}

}  // namespace

void add_healthcheck_command(CLI::App& program, Exit& exit) {
  Command<HealthOptions> command(program, "healthcheck", "Ask the process of this machine whether it is ready",
                                 "healthcheck --role worker");
  command.app().add_option(
      "--role", command.options().role,
      "serve, api, worker, scheduler or web; else the variable ROLE, else what the container's first "
      "process is, else serve");
  command.app().add_flag("--metrics", command.options().metrics, "Print its metrics when it is ready");
  command.app().add_option("--port", command.options().port, "Another port than that of the role's setting");
  command.runs(exit, check);
}

}  // namespace app
