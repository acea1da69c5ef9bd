// serve and api: the program as a service.
#include <csignal>
#include <cstdlib>

#include "app/command.h"
#include "app/serving.h"
#include "app/terminal.h"

namespace app {
namespace {

struct ServeOptions {
  int grace_seconds = 0;
};

constexpr std::chrono::seconds stop_deadline{20};

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

 private:
  sigset_t set_{};
};

void greet(const Serving& serving, const std::optional<identity::FirstAdministrator>& administrator) {
  const std::string address = "http://localhost:" + std::to_string(serving.port());
  std::string text = "Serving at " + address + "  (API: " + address + "/docs)\n";
  if (administrator) {
    text += "First administrator: " + administrator->email + "\n";
    text += administrator->is_generated
                ? "Password: " + administrator->password + "   (shown this once; change it after the first login)\n"
                : "Password: the one of ADMIN_PASSWORD\n";
  }
  print(text + "Stop with Ctrl+C.\n");
  std::fflush(stdout);  // whoever reads it through a pipe is waiting for it
}

base::Result<Exit> serve(const ServeOptions& options) {
  const EndSignals signals;  // before any thread is made, so that all inherit it
  ASSIGN_OR_RETURN(auto parts, build_parts());
  const auto log = make_log(parts->settings);
  ASSIGN_OR_RETURN(const auto serving, Serving::create(std::move(parts), *log));
  ASSIGN_OR_RETURN(const auto administrator, serving->start());
  greet(*serving, administrator);
  signals.wait();
  log->info("stopping");
  if (!serving->stop(std::chrono::seconds(options.grace_seconds), stop_deadline)) {
    log->warning("a job would not stop; another process takes it up where it is");
    std::_Exit(static_cast<int>(Exit::finished));
  }
  return Exit::finished;
}

}  // namespace

void add_serve_command(CLI::App& program, Exit& exit) {
  Command<ServeOptions> command(program, "serve", "Serve the API and everything behind it in one process", "serve");
  command.app()
      .add_option("--grace", command.options().grace_seconds,
                  "Seconds between failing /health/ready and closing, when told to stop")
      ->check(CLI::Range(0, 300));
  command.runs(exit, [](const ServeOptions& options, bool) { return serve(options); });
}

}  // namespace app
