// openapi: the description of the API without a running server.
#include <stdlib.h>

#include <boost/json.hpp>
#include <filesystem>

#include "app/command.h"
#include "app/serving.h"
#include "app/terminal.h"
#include "app/version.h"

namespace app {
namespace {

/// An empty installation in a temporary folder: the route table wants its services, and none of the user's data.
class EmptyInstallation {
 public:
  EmptyInstallation() {
    std::string pattern = (std::filesystem::temp_directory_path() / "suppliers-import.XXXXXX").string();
    if (::mkdtemp(pattern.data()) != nullptr) folder_ = pattern;
  }
  EmptyInstallation(const EmptyInstallation&) = delete;
  EmptyInstallation& operator=(const EmptyInstallation&) = delete;
  ~EmptyInstallation() {
    std::error_code ignored;  // what is left is the system's to clean up
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
  }

  base::Result<std::unique_ptr<Parts>> parts() const {
    const auto environment = platform::config::process_environment();
    ASSIGN_OR_RETURN(auto loaded, platform::config::load(
                                      [&](const std::string& name) -> std::optional<std::string> {
                                        if (name == "DATA_DIR") return folder_.string();
                                        return name == "API_V1_STR" ? environment(name) : std::nullopt;
                                      },
                                      folder_ / ".env"));
    return build_parts(std::move(loaded.settings));
  }

 private:
  std::filesystem::path folder_;
};

base::Result<Exit> print_openapi() {
  const EmptyInstallation installation;
  ASSIGN_OR_RETURN(auto parts, installation.parts());
  const std::string prefix = parts->settings.value("API_V1_STR");
  const auto log = make_log(parts->settings);
  ASSIGN_OR_RETURN(const auto serving, Serving::create(std::move(parts), Role::api, *log));
  print(boost::json::serialize(platform::http::openapi_of(serving->routes(), prefix, version)) + "\n");
  return Exit::finished;
}

}  // namespace

void add_openapi_command(CLI::App& program, Exit& exit) {
  Command<NoOptions> command(program, "openapi", "Print the OpenAPI description of the HTTP API", "openapi > api.json");
  command.runs(exit, [](const NoOptions&, bool) { return print_openapi(); });
}

}  // namespace app
