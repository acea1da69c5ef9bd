#include "app/command.h"
#include "app/terminal.h"
#include "app/version.h"
#include "base/json_writer.h"

namespace app {

void add_version_command(CLI::App& program, Exit& exit) {
  Command<NoOptions> command(program, "version", "Print the version", "version");
  command.runs(exit, [](const NoOptions&, bool json) -> base::Result<Exit> {
    base::JsonWriter out;
    out.begin_object().member("name", "suppliers-import").member("version", version).end_object();
    print(json ? out.text() + "\n" : std::string("suppliers-import ") + version + "\n");
    return Exit::finished;
  });
}

}  // namespace app
