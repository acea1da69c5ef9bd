// diagnose: one archive for whoever helps.
#include "app/command.h"
#include "app/terminal.h"
#include "app/version.h"
#include "base/json_writer.h"
#include "ops/checks/diagnose.h"

namespace app {
namespace {

void show(const ops::DiagnoseOptions& options, const ops::Diagnosis& diagnosis, bool json) {
  base::JsonWriter out;
  out.begin_object().member("file", options.to.string()).key("entries").begin_array();
  for (const std::string& entry : diagnosis.entries) out.value(entry);
  out.end_array().end_object();
  print(json ? out.text() + "\n"
             : coloured("✓ ", Colour::green) + options.to.string() +
                   " written: what a support request needs to know, without the secrets of the settings.\n"
                   "Look into it before you send it: log lines may hold names and addresses of people.\n");
}

base::Result<Exit> diagnose(const ops::DiagnoseOptions& given, bool json) {
  ops::DiagnoseOptions options = given;
  options.version = version;
  ASSIGN_OR_RETURN(const auto diagnosis, ops::diagnose(load_settings(), options));
  show(options, diagnosis, json);
  return end_after_checks(Exit::finished, diagnosis.all_ended, json);
}

}  // namespace

void add_diagnose_command(CLI::App& program, Exit& exit) {
  Command<ops::DiagnoseOptions> command(program, "diagnose", "Write one archive for a support request, without secrets",
                                        "diagnose --to diagnosis.tar.gz");
  auto& options = command.options();
  command.app().add_option("--to", options.to, "The archive; a file that is there is never touched")->required();
  command.app().add_option("--log", options.logs, "A file with log lines to put in; may be given several times");
  command.runs(exit, diagnose);
}

}  // namespace app
