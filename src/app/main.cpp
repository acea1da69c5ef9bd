#include <exception>
#include <string>

#include "app/commands.h"
#include "app/terminal.h"

int main(int argc, char** argv) {
  app::Exit exit = app::Exit::finished;
  CLI::App program{"Supplier catalogue feeds in, one trustworthy catalogue out.", "suppliers-import"};
  program.require_subcommand(1);
  program.footer("`suppliers-import COMMAND --help` shows a command's options and an example.");
  program.failure_message([](const CLI::App* app, const CLI::Error& error) {
    return std::string("error: ") + error.what() + "\nRun `" + app->get_display_name() +
           " --help` for the options and an example.\n";
  });
  app::add_import_command(program, exit);
  app::add_sniff_command(program, exit);
  app::add_imports_commands(program, exit);
  app::add_quarantine_commands(program, exit);
  app::add_products_commands(program, exit);
  app::add_suppliers_commands(program, exit);
  app::add_mapping_commands(program, exit);
  app::add_migrate_commands(program, exit);
  app::add_config_commands(program, exit);
  app::add_version_command(program, exit);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = program.exit(error);
    return code == 0 ? 0 : static_cast<int>(app::Exit::usage);
  } catch (const std::exception& error) {
    app::print_error(
        std::string("error: something unexpected happened: ") + error.what() +
        "\nWhat was merged before is complete; running the same command again goes on from there. (internal.error)\n");
    return static_cast<int>(app::Exit::failed);
  }
  return static_cast<int>(exit);
}
