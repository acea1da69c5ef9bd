// smoke: uses an installation as people do, after it was put to work.
#include <cstdio>

#include "app/command.h"
#include "app/findings_view.h"
#include "ops/checks/smoke.h"
#include "platform/config/text_file.h"

namespace app {
namespace {

struct SmokeCommandOptions {
  std::string url, email, password_file, authority;
  bool is_read_only = false;
  std::uint32_t requests = 100;
};

constexpr base::ProblemKind password_unreadable{"usage.password_file", "Password cannot be read", 400,
                                                base::LogLevel::info};

/// Never on the command line, where every user of the machine may read it.
base::Result<std::string> password_of(const SmokeCommandOptions& given) {
  const auto text = platform::config::read_text_file(given.password_file);
  if (text) return text->substr(0, text->find_last_not_of("\r\n") + 1);
  return base::failure(password_unreadable, "The file \"" + given.password_file + "\" cannot be read.",
                       "Write the user's password into a file of your own and name it with --password-file.");
}

/// Each step is told as it ends: an import alone may take a minute.
ops::Findings show_steps(const ops::SmokeOptions& options) {
  constexpr std::size_t longest_area = std::string_view("error reports").size();
  const ops::Findings findings = ops::smoke(options, [](const ops::Finding& step) {
    show_finding(step, longest_area);
    std::fflush(stdout);
  });
  show_count(findings);
  return findings;
}

ops::Findings show_steps_as_json(const ops::SmokeOptions& options) {
  const ops::Findings findings = ops::smoke(options);
  show_findings("steps", findings, true);
  return findings;
}

base::Result<Exit> smoke(const SmokeCommandOptions& given, bool json) {
  ops::SmokeOptions options;
  options.url = given.url;
  options.email = given.email;
  ASSIGN_OR_RETURN(options.password, password_of(given));
  options.authority = given.authority;
  options.is_read_only = given.is_read_only;
  options.requests = given.requests;
  return exit_of(ops::worst_of(json ? show_steps_as_json(options) : show_steps(options)));
}

}  // namespace

void add_smoke_command(CLI::App& program, Exit& exit) {
  Command<SmokeCommandOptions> command(
      program, "smoke", "Use an installation as people do: 0 well, 1 warnings, 2 failed",
      "smoke --url https://shop.example --email admin@shop.example --password-file pw");
  auto& options = command.options();
  command.app().add_option("--url", options.url, "Address of the site")->required();
  command.app().add_option("--email", options.email, "A user who may import and monitor")->required();
  command.app().add_option("--password-file", options.password_file, "File that holds the user's password")->required();
  command.app().add_flag("--read-only", options.is_read_only, "Leave out the upload and the dry run of an import");
  command.app()
      .add_option("--requests", options.requests, "How many reads to measure")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  command.app().add_option("--ca", options.authority, "Certificates to trust in place of the system's (PEM)");
  command.runs(exit, smoke);
}

}  // namespace app
