#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <string>
#include <string_view>

#include "app/command.h"
#include "app/commands.h"
#include "app/decoder_command.h"
#include "app/terminal.h"
#include "domain/media/decoder.h"

namespace {

constexpr base::ProblemKind usage_invalid{"usage.invalid", "Called wrongly", 400, base::LogLevel::info};

/// What is wrong with the command line, and whose help says better.
base::Problem usage_problem(const CLI::App& program, const CLI::ParseError& error) {
  const CLI::App* command = &program;
  std::string name = program.get_name();
  while (!command->get_subcommands().empty()) {
    command = command->get_subcommands().front();
    name += " " + command->get_name();
  }
  std::string message = error.what();
  const auto unknown = command->remaining();
  if (error.get_name() == "RequiredError" && !unknown.empty() && !command->get_subcommands({}).empty()) {
    message = "There is no command \"" + unknown.front() + "\" in " + name + ".";
  }
  if (!message.empty() && message.back() != '.') message += '.';
  return {&usage_invalid, std::move(message), "Run `" + name + " --help` for the options and an example.", {}};
}

/// Large blocks go back to the system when they are freed. Left to itself, the allocator would raise the size from
/// which it does so, and keep the 19 MB that checking a password takes for every thread that ever checked one.
void give_back_large_blocks() {
  constexpr int large = 8 << 20;
  mallopt(M_MMAP_THRESHOLD, large);
  mallopt(M_TRIM_THRESHOLD, 2 * large);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && argv[1] == app::decoder_command) return media::run_decoder(STDIN_FILENO, STDOUT_FILENO);
  give_back_large_blocks();
  app::Exit exit = app::Exit::finished;
  CLI::App program{"Supplier catalogue feeds in, one trustworthy catalogue out.", "suppliers-import"};
  program.require_subcommand(1);
  program.footer("`suppliers-import COMMAND --help` shows a command's options and an example.");
  app::add_import_command(program, exit);
  app::add_sniff_command(program, exit);
  app::add_imports_commands(program, exit);
  app::add_quarantine_commands(program, exit);
  app::add_products_commands(program, exit);
  app::add_suppliers_commands(program, exit);
  app::add_mapping_commands(program, exit);
  app::add_migrate_commands(program, exit);
  app::add_config_commands(program, exit);
  app::add_inspect_commands(program, exit);
  app::add_release_commands(program, exit);
  app::add_serve_commands(program, exit);
  app::add_openapi_command(program, exit);
  app::add_healthcheck_command(program, exit);
  app::add_ops_commands(program, exit);
  app::add_doctor_command(program, exit);
  app::add_smoke_command(program, exit);
  app::add_diagnose_command(program, exit);
  app::add_backup_commands(program, exit);
  app::add_version_command(program, exit);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return program.exit(error);  // --help
    const bool json =
        std::any_of(argv, argv + argc, [](const char* word) { return std::string_view(word) == "--json"; });
    app::show_problem(usage_problem(program, error), json);
    return static_cast<int>(app::Exit::usage);
  } catch (const std::exception& error) {
    app::print_error(
        std::string("error: something unexpected happened: ") + error.what() +
        "\nWhat was merged before is complete; running the same command again goes on from there. (internal.error)\n");
    return static_cast<int>(app::Exit::failed);
  }
  return static_cast<int>(exit);
}
