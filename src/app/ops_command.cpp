// ops init: the settings of a new installation.
#include "app/command.h"
#include "app/terminal.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "ops/checks/first_settings.h"

namespace app {
namespace {

constexpr base::ProblemKind settings_incomplete{"ops.settings_incomplete", "Settings file lacks settings", 409,
                                                base::LogLevel::warning};

base::Result<> check_complete(const ops::FirstSettingsOptions& options, const ops::FirstSettings& made) {
  if (made.missing.empty()) return {};
  return base::failure(settings_incomplete,
                       "\"" + options.file.string() + "\" was there already and is left as it is. It lacks " +
                           base::join(made.missing, ", ") + ".",
                       "Write a complete file under another name (--to) and copy the missing lines from it.");
}

void write_paths(base::JsonWriter& out, std::string_view name, const std::vector<std::filesystem::path>& paths) {
  out.key(name).begin_array();
  for (const auto& path : paths) out.value(path.string());
  out.end_array();
}

base::Result<Exit> init(const ops::FirstSettingsOptions& options, bool json) {
  ASSIGN_OR_RETURN(const auto made, ops::write_first_settings(options));
  RETURN_IF_FAILED(check_complete(options, made));
  if (json) {
    base::JsonWriter out;
    out.begin_object();
    write_paths(out, "written", made.written);
    write_paths(out, "kept", made.kept);
    out.end_object();
    print(out.text() + "\n");
    return Exit::finished;
  }
  for (const auto& path : made.kept) print(path.string() + " was there already and is left as it is\n");
  for (const auto& path : made.written) print(coloured("✓ ", Colour::green) + path.string() + " written\n");
  if (!made.written.empty())
    print("Keep a copy in a safe place: what is stored encrypted cannot be read without these secrets.\n");
  return Exit::finished;
}

}  // namespace

void add_ops_commands(CLI::App& program, Exit& exit) {
  CLI::App& group = *program.add_subcommand("ops", "For those who run an installation");
  group.require_subcommand(1);
  Command<ops::FirstSettingsOptions> command(
      group, "init", "Write the settings of a new installation, with strong secrets", "ops init --domain shop.example");
  auto& options = command.options();
  command.app().add_option("--to", options.file, "The file; one that is there is never touched")->capture_default_str();
  command.app().add_option("--domain", options.domain,
                           "For production under this name, with api. and storage. beside it");
  command.app().add_option("--secrets-dir", options.secrets_dir, "Write each secret into a file of this folder");
  command.runs(exit, init);
}

}  // namespace app
