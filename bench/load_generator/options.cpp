#include "load_generator/options.h"

#include <CLI/CLI.hpp>
#include <fstream>

namespace load_generator {
namespace {

std::vector<std::string> lines_of(const std::string& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

}  // namespace

std::optional<Options> parse_options(int argc, char** argv, int& exit_code) {
  Options options;
  double warm_up = options.warm_up.count();
  double time = options.time.count();
  std::string path;
  std::string path_file;
  CLI::App app("Sends requests to a server on this machine and prints how it answered, as JSON.");
  app.add_option("--port", options.port, "Port of the server")->required();
  app.add_option("--connections", options.connections, "Connections kept open");
  app.add_option("--warm-up", warm_up, "Seconds before anything is counted");
  app.add_option("--seconds", time, "Seconds that are counted");
  app.add_option("--requests", options.requests, "Requests to send in all, instead of --warm-up and --seconds");
  app.add_option("--websockets", options.websockets,
                 "WebSockets to open at --path; they are counted once they are open and held for --seconds");
  app.add_option("--rate", options.rate, "Requests a second in all; 0 sends as soon as an answer is there");
  app.add_option("--path", path, "Path that is asked for");
  app.add_option("--paths", path_file,
                 "File of paths, one a line, asked for in random order; \"POST PATH BODY\" sends JSON")
      ->check(CLI::ExistingFile);
  app.add_option("--header", options.headers, "Header of every request, \"Name: value\"");
  try {
    app.parse(argc, argv);
    options.warm_up = std::chrono::duration<double>(warm_up);
    options.time = std::chrono::duration<double>(time);
    if (!path.empty()) options.paths.push_back(path);
    if (!path_file.empty()) options.paths = lines_of(path_file);
    if (options.paths.empty()) throw CLI::RequiredError("--path or --paths");
  } catch (const CLI::ParseError& error) {
    exit_code = app.exit(error);
    return std::nullopt;
  }
  return options;
}

}  // namespace load_generator
