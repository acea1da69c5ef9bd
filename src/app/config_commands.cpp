#include "app/command.h"
#include "app/terminal.h"
#include "base/json_writer.h"

namespace app {
namespace {

std::string_view source_text(platform::config::SettingSource source) {
  switch (source) {
    case platform::config::SettingSource::default_value:
      return "default";
    case platform::config::SettingSource::environment:
      return "environment";
    case platform::config::SettingSource::file:
      return "file";
    case platform::config::SettingSource::dot_env:
      return ".env";
  }
  return "";
}

base::Result<Exit> check(const NoOptions&, bool json) {
  ASSIGN_OR_RETURN(const auto loaded, load_settings());
  if (json) {
    base::JsonWriter out;
    out.begin_object().key("settings").begin_array();
    for (const auto& setting : loaded.report) {
      out.begin_object().member("name", setting.info->name).member("value", setting.shown);
      out.member("source", source_text(setting.source)).member("secret", setting.info->secret).end_object();
    }
    out.end_array().key("warnings").begin_array();
    for (const std::string& warning : loaded.warnings) out.value(warning);
    out.end_array().end_object();
    print(out.text() + "\n");
    return Exit::finished;
  }
  Table table({"setting", "value", "from"});
  for (const auto& setting : loaded.report)
    table.add({std::string(setting.info->name), setting.shown, std::string(source_text(setting.source))});
  print(table.text());
  for (const std::string& warning : loaded.warnings) print(coloured("warning: ", Colour::amber) + warning + "\n");
  print(coloured("✓ ", Colour::green) + "The settings are valid.\n");
  return Exit::finished;
}

}  // namespace

void add_config_commands(CLI::App& program, Exit& exit) {
  CLI::App& group = *program.add_subcommand("config", "Settings: check them, or print their reference");
  group.require_subcommand(1);
  {
    Command<NoOptions> command(group, "check",
                               "Show the effective settings with secrets masked, and everything wrong with them",
                               "config check");
    command.runs(exit, check);
  }
  {
    Command<NoOptions> command(group, "reference", "Print docs/configuration.md",
                               "config reference > docs/configuration.md");
    command.runs(exit, [](const NoOptions&, bool) -> base::Result<Exit> {
      print(platform::config::reference_markdown());
      return Exit::finished;
    });
  }
}

}  // namespace app
