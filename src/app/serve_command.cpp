// serve, and its parts as processes of their own: api, worker, scheduler, web.
#include <csignal>
#include <cstdlib>

#include "app/command.h"
#include "app/route_tables.h"
#include "app/serving.h"
#include "app/terminal.h"
#include "app/web_app.h"
#include "platform/db/connection.h"

namespace app {
namespace {

struct ServeOptions {
  int grace_seconds = 0;
};

constexpr std::chrono::seconds stop_deadline{20};
constexpr std::chrono::seconds start_patience{40};  // a release gives a new container a minute

/// Signals that end the program, taken by the thread that asks for them and by no other.
class EndSignals {
 public:
  EndSignals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
  }
  void wait() const {
    int signal = 0;
    sigwait(&set_, &signal);
  }
  /// Whether one came within that time.
  bool wait(std::chrono::seconds longest) const {
    const timespec patience{longest.count(), 0};
    return sigtimedwait(&set_, nullptr, &patience) > 0;
  }

 private:
  sigset_t set_{};
};

std::string address_of(unsigned short port) {
  return "http://localhost:" + std::to_string(port);
}

void greet(const std::string& text) {
  print(text + "Stop with Ctrl+C.\n");
  std::fflush(stdout);  // whoever reads it through a pipe is waiting for it
}

std::string greeting(const Serving& serving, Role role,
                     const std::optional<identity::FirstAdministrator>& administrator) {
  const std::string address = address_of(serving.port());
  if (!answers_api(role))
    return "The " + std::string(to_string(role)) + " is at work; its health: " + address + "/health/ready\n";
  std::string text = "Serving at " + address + "  (API: " + address + "/docs)\n";
  if (administrator) {
    text += "First administrator: " + administrator->email + "\n";
    text += administrator->is_generated
                ? "Password: " + administrator->password + "   (shown this once; change it after the first login)\n"
                : "Password: the one of ADMIN_PASSWORD\n";
  }
  return text;
}

/// A PostgreSQL server that starts at the same moment, or whose name nobody tells just now, is waited for.
base::Result<std::unique_ptr<Parts>> parts_in_time(const EndSignals& signals, const platform::config::Loaded& loaded,
                                                   platform::telemetry::Log& log) {
  constexpr std::chrono::seconds pause{1};
  const auto until = std::chrono::steady_clock::now() + start_patience;
  for (;;) {
    auto parts = build_parts(loaded);
    const bool may_come = !parts && parts.error().kind == &platform::db::db_unavailable &&
                          !loaded.settings.main.url.starts_with("sqlite");
    if (!may_come || std::chrono::steady_clock::now() > until) return parts;
    log.problem(parts.error(), "starting; trying again");
    if (signals.wait(pause)) return parts;
  }
}

base::Result<Exit> serve(const ServeOptions& options, Role role) {
  const EndSignals signals;  // before any thread is made, so that all inherit it
  ASSIGN_OR_RETURN(const auto loaded, load_settings());
  const auto log = make_log(loaded.settings);
  ASSIGN_OR_RETURN(auto parts, parts_in_time(signals, loaded, *log));
  ASSIGN_OR_RETURN(const auto serving, Serving::create(std::move(parts), role, *log));
  ASSIGN_OR_RETURN(const auto administrator, serving->start());
  greet(greeting(*serving, role, administrator));
  signals.wait();
  log->info("stopping");
  if (!serving->stop(std::chrono::seconds(options.grace_seconds), stop_deadline)) {
    log->warning("a job would not stop; another process takes it up where it is");
    std::_Exit(static_cast<int>(Exit::finished));
  }
  return Exit::finished;
}

/// The pages alone: no database, no secret.
base::Result<Exit> serve_pages(const ServeOptions& options) {
  const EndSignals signals;
  ASSIGN_OR_RETURN(const auto loaded, load_settings());
  const platform::config::Settings& settings = loaded.settings;
  const auto log = make_log(settings);
  ReadyFlag is_ready{true};
  platform::http::RouteTable routes = process_health_routes(is_ready);
  ASSIGN_OR_RETURN(auto pages, web_app(settings, WebApi::as_set));
  append(routes, std::move(pages));
  platform::http::ServerOptions server_options;
  server_options.port = static_cast<unsigned short>(std::stoul(settings.value("WEB_PORT")));
  server_options.api_prefix = settings.value("API_V1_STR");
  server_options.handler_threads = 4;
  platform::http::Server server(server_options, std::move(routes), [](const platform::http::Request&) {
    return base::Result<std::optional<platform::http::Caller>>(std::nullopt);
  });
  RETURN_IF_FAILED(server.start());
  greet("The web app is at " + address_of(server.port()) + "\n");
  signals.wait();
  log->info("stopping");
  is_ready = false;
  server.stop(stop_deadline, std::chrono::seconds(options.grace_seconds));
  return Exit::finished;
}

template <class Run>
void add_role(CLI::App& program, Exit& exit, const char* name, const char* description, Run run) {
  Command<ServeOptions> command(program, name, description, name);
  command.app()
      .add_option("--grace", command.options().grace_seconds,
                  "Seconds between failing /health/ready and closing, when told to stop")
      ->check(CLI::Range(0, 300));
  command.runs(exit, [run](const ServeOptions& options, bool) { return run(options); });
}

}  // namespace

void add_serve_commands(CLI::App& program, Exit& exit) {
  const auto as = [](Role role) { return [role](const ServeOptions& options) { return serve(options, role); }; };
  add_role(program, exit, "serve", "Serve the web app, the API and everything behind it in one process",
           as(Role::serve));
  add_role(program, exit, "api", "Serve the API alone; workers and a scheduler run beside it", as(Role::api));
  add_role(program, exit, "worker", "Work on background jobs: imports, fetches, mails, webhooks", as(Role::worker));
  add_role(program, exit, "scheduler", "Start what is scheduled, and remove what has expired", as(Role::scheduler));
  add_role(program, exit, "web", "Serve the web app alone", serve_pages);
}

}  // namespace app
