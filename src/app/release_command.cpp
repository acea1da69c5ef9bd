// release, rollback and releases list: another version is brought to work without a lost request.
#include <cstdlib>

#include "app/command.h"
#include "app/release_hooks.h"
#include "app/release_view.h"
#include "app/terminal.h"
#include "ops/release/releaser.h"

namespace app {
namespace {

using ops::release::Outcome;
using ops::release::Releaser;

struct ReleaseOptions {
  std::string version, project, by, without_backup;
  int watch = 20, settle = 3, health = 60, stop = 60;
  double most_errors = 2;
  int most_latency = 2'000;
  bool dry_run = false, without_checks = false;
};

/// Who sits at the terminal, as far as the system tells.
std::string own_name() {
  for (const char* const variable : {"SUDO_USER", "USER", "LOGNAME"}) {
    const char* const name = std::getenv(variable);
    if (name != nullptr && *name != '\0') return name;
  }
  return "somebody";
}

ops::release::Options engine_options(const ReleaseOptions& given) {
  ops::release::Options options;
  options.project = given.project;
  options.by = given.by.empty() ? own_name() : given.by;
  options.without_backup = given.without_backup;
  options.timing = {std::chrono::seconds(given.health), std::chrono::seconds(given.settle),
                    std::chrono::seconds(given.stop)};
  options.watch = std::chrono::seconds(given.watch);
  options.limits.error_percent = given.most_errors;
  options.limits.latency = std::chrono::milliseconds(given.most_latency);
  return options;
}

using Act = std::function<base::Result<Exit>(Releaser&)>;

base::Result<Exit> act_with_releaser(const ReleaseOptions& given, bool json, const Act& act, bool& all_ended) {
  ASSIGN_OR_RETURN(const auto loaded, load_settings());
  const platform::config::Settings& settings = loaded.settings;
  ASSIGN_OR_RETURN(auto address, platform::containers::EngineAddress::parse(settings.value("DOCKER_HOST")));
  ASSIGN_OR_RETURN(auto databases, platform::db::Databases::open(settings));
  ASSIGN_OR_RETURN(auto book, ops::release::ReleaseBook::open(databases.main));
  ReleaseProgress progress(json);
  ops::release::Hooks hooks = release_hooks(loaded, databases, given.without_checks, all_ended);
  hooks.progress = [&progress](const ops::release::Step& step, int of) { progress.show(step, of); };
  const ops::release::Options options = engine_options(given);
  ops::release::Stack stack(platform::containers::Engine(std::move(address)), options.timing);
  Releaser releaser(std::move(stack), std::move(book), options, std::move(hooks));
  return act(releaser);
}

/// Opens what a release needs and hands it to `act`.
base::Result<Exit> with_releaser(const ReleaseOptions& given, bool json, const Act& act) {
  bool all_ended = true;
  auto outcome = act_with_releaser(given, json, act, all_ended);
  return end_after_checks(std::move(outcome), all_ended, json);
}

Exit told(const Outcome& outcome, bool json) {
  print(json ? outcome_json(outcome) + "\n" : outcome_text(outcome));
  return outcome.succeeded() ? Exit::finished : Exit::failed;
}

base::Result<Exit> release(const ReleaseOptions& options, bool json) {
  return with_releaser(options, json, [&](Releaser& releaser) -> base::Result<Exit> {
    if (options.dry_run) {
      ASSIGN_OR_RETURN(const auto preview, releaser.preview(options.version));
      print(json ? preview_json(preview) + "\n" : preview_text(preview));
      return Exit::finished;
    }
    ASSIGN_OR_RETURN(const Outcome outcome, releaser.release(options.version));
    return told(outcome, json);
  });
}

base::Result<Exit> rollback(const ReleaseOptions& options, bool json) {
  return with_releaser(options, json, [&](Releaser& releaser) -> base::Result<Exit> {
    ASSIGN_OR_RETURN(const Outcome outcome,
                     releaser.rollback(options.version.empty() ? std::nullopt : std::optional(options.version)));
    // An unfinished release that was returned is just what was asked for.
    const bool is_back = outcome.release.state == ops::release::ReleaseState::returned && !outcome.resumed.empty();
    const Exit exit = told(outcome, json);
    return is_back ? Exit::finished : exit;
  });
}

base::Result<Exit> list_releases(const ReleaseOptions& options, bool json) {
  ASSIGN_OR_RETURN(const auto loaded, load_settings());
  ASSIGN_OR_RETURN(auto databases, platform::db::Databases::open(loaded.settings));
  ASSIGN_OR_RETURN(auto book, ops::release::ReleaseBook::open(databases.main));
  ASSIGN_OR_RETURN(const auto all, book.list(options.project));
  if (json) {
    print(releases_json(all) + "\n");
  } else {
    print(all.empty() ? "No releases yet. The first: suppliers-import release VERSION\n" : releases_text(all));
  }
  return Exit::finished;
}

void add_common(CLI::App& app, ReleaseOptions& options) {
  app.add_option("--project", options.project, "The installation, when several run here");
  app.add_option("--by", options.by, "Who releases, for the books (default: the user)");
  app.add_option("--watch", options.watch, "Seconds the new version is watched before the old one is removed")
      ->check(CLI::Range(0, 86'400))
      ->capture_default_str();
  app.add_option("--most-errors", options.most_errors, "Share of errors, in percent, from which it is taken back")
      ->check(CLI::Range(0.0, 100.0))
      ->capture_default_str();
  app.add_option("--most-latency", options.most_latency, "Milliseconds within which 95 of 100 requests are answered")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--health", options.health, "Seconds a container may take to become healthy")
      ->check(CLI::Range(1, 3'600))
      ->capture_default_str();
  app.add_option("--settle", options.settle, "Seconds the proxy may take to notice a container")
      ->check(CLI::Range(0, 300))
      ->capture_default_str();
  app.add_option("--stop", options.stop, "Seconds a container that names no time of its own may take to end")
      ->check(CLI::Range(1, 3'600))
      ->capture_default_str();
}

}  // namespace

void add_release_commands(CLI::App& program, Exit& exit) {
  {
    Command<ReleaseOptions> command(program, "release", "Bring another version to work without a lost request",
                                    "release 1.4.0");
    command.app().add_option("VERSION", command.options().version, "Tag of the images")->required();
    command.app().add_option("--without-backup", command.options().without_backup,
                             "Release without a backup made before, for this reason; it is noted");
    command.app().add_flag("--without-checks", command.options().without_checks,
                           "Do not look whether the installation is fit first");
    command.app().add_flag("--dry-run", command.options().dry_run, "Say what would be done, and change nothing");
    add_common(command.app(), command.options());
    command.runs(exit, release);
  }
  {
    Command<ReleaseOptions> command(program, "rollback", "Return to the version that worked before", "rollback");
    command.app().add_option("VERSION", command.options().version, "Another one than the last that was finished");
    add_common(command.app(), command.options());
    command.runs(exit, rollback);
  }
  CLI::App& group = *program.add_subcommand("releases", "Look at what was released");
  group.require_subcommand(1);
  Command<ReleaseOptions> command(group, "list", "List the releases, newest first", "releases list");
  command.app().add_option("--project", command.options().project, "Of this installation only");
  command.runs(exit, list_releases);
}

}  // namespace app
