#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace load_generator {

struct Options {
  unsigned short port = 0;
  unsigned connections = 32;
  std::chrono::duration<double> warm_up{1};
  std::chrono::duration<double> time{5};
  std::uint64_t requests = 0;        ///< in all, however long they take; 0: as many as fit into the time
  double rate = 0;                   ///< requests a second in all; 0: each connection sends as soon as it is answered
  std::vector<std::string> paths;    ///< "/path", or "POST /path body" with a JSON body
  unsigned websockets = 0;           ///< to open and hold instead of sending requests
  std::vector<std::string> headers;  ///< "Name: value"
};

/// What the command line asks for; nothing when it asked for help or was wrong, which has been said then.
std::optional<Options> parse_options(int argc, char** argv, int& exit_code);

}  // namespace load_generator
