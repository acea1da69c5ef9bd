#include "app/command.h"
#include "app/sniff_view.h"
#include "app/terminal.h"

namespace app {
namespace {

struct SniffOptions {
  std::string file;
};

base::Result<Exit> sniff_file(const SniffOptions& options, bool json) {
  ASSIGN_OR_RETURN(const auto sniffed, imports::sniff(options.file));
  print(json ? sniff_json(options.file, sniffed) + "\n" : sniff_text(options.file, sniffed));
  return Exit::finished;
}

}  // namespace

void add_sniff_command(CLI::App& program, Exit& exit) {
  Command<SniffOptions> command(program, "sniff", "Show what a file seems to be and what its columns mean",
                                "sniff prices.csv");
  command.app().add_option("FILE", command.options().file, "The file to look at; nothing is imported")->required();
  command.runs(exit, sniff_file);
}

}  // namespace app
