#pragma once

#include <boost/system/system_error.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>

#include "support/http_client.h"
#include "support/process.h"

namespace test {

/// A process that listens on a port.
struct ListeningProgram {
  std::unique_ptr<Process> process;
  unsigned short port = 0;
};

/// How such a process is started, and how one sees that it is up.
struct ListeningOptions {
  std::function<std::unique_ptr<Process>(unsigned short port)> start;
  std::string said;         ///< a part of what it prints once it listens: before, the port may be another program's
  std::string health;       ///< answers 200 once it is up
  unsigned short port = 0;  ///< tried first; 0 for any
};

/// False when it ended instead.
inline bool comes_up(Process& process, unsigned short port, const ListeningOptions& options) {
  while (!process.ends_within(std::chrono::milliseconds(20))) {
    if (process.out().find(options.said) == std::string::npos) continue;
    try {
      if (HttpClient(port).get(options.health).status == 200) return true;
    } catch (const boost::system::system_error&) {
      continue;  // not listening yet
    }
  }
  return false;
}

/// Starts it on a free port and waits until it is up.
inline ListeningProgram start_listening(const ListeningOptions& options) {
  std::random_device random;
  ListeningProgram program;
  for (int attempt = 0; attempt < 5; ++attempt) {
    const bool is_first = attempt == 0 && options.port != 0;
    program.port = is_first ? options.port : static_cast<unsigned short>(20'000 + random() % 20'000);
    program.process = options.start(program.port);
    if (comes_up(*program.process, program.port, options)) return program;
    const Finished finished = program.process->wait();
    if (finished.err.find("http.port_taken") == std::string::npos)
      throw std::runtime_error("the program did not start: " + finished.out + finished.err);
  }
  throw std::runtime_error("no free port was found");
}

}  // namespace test
