#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>

#include "app/commands.h"
#include "app/parts.h"
#include "base/result.h"

namespace app {

/// Shows a Problem: on standard error for people, as one object on standard output for programs.
void show_problem(const base::Problem& problem, bool json);
/// Shows it; gives what the program ends with.
Exit report_failure(const base::Problem& problem, bool json);
/// Passes the outcome of a command on that looked over the installation. When not all of its checks have ended, the
/// process ends here: what still waits for a service that does not answer is not waited for.
base::Result<Exit> end_after_checks(base::Result<Exit> outcome, bool all_ended, bool json);

/// Adds a subcommand with its example, `--json`, and the way its Problems are shown. `Options` holds what the command
/// line fills in; it lives as long as the command.
template <class Options>
class Command {
 public:
  Command(CLI::App& parent, const std::string& name, const std::string& help, const std::string& example)
      : app_(parent.add_subcommand(name, help)),
        options_(std::make_shared<Options>()),
        json_(std::make_shared<bool>(false)) {
    app_->footer("Example:\n  suppliers-import " + example);
    app_->add_flag("--json", *json_, "Print JSON instead of text");
  }

  CLI::App& app() { return *app_; }
  Options& options() { return *options_; }

  /// What the command does; a Problem ends the program with Exit::failed.
  void runs(Exit& exit, std::function<base::Result<Exit>(const Options&, bool json)> body) {
    app_->callback([options = options_, json = json_, body = std::move(body), &exit] {
      const auto outcome = body(*options, *json);
      exit = outcome ? *outcome : report_failure(outcome.error(), *json);
    });
  }

 private:
  CLI::App* app_;
  std::shared_ptr<Options> options_;
  std::shared_ptr<bool> json_;
};

struct NoOptions {};

}  // namespace app
