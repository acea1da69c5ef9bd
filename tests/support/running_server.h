#pragma once

#include "support/http_client.h"
#include "support/listening_program.h"
#include "support/program.h"

namespace test {

inline constexpr const char* administrator_password = "correct horse battery";

/// `suppliers-import serve` of an installation, on a port of its own, answering.
class RunningServer {
 public:
  explicit RunningServer(Installation& installation, const std::vector<std::string>& more = {}) {
    program_ = start_listening({.start =
                                    [&](unsigned short port) {
                                      installation.set("PORT", std::to_string(port));
                                      std::vector<std::string> command{"serve"};
                                      command.insert(command.end(), more.begin(), more.end());
                                      return installation.start(command);
                                    },
                                .said = "Serving at",
                                .health = "/health"});
  }

  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;
  ~RunningServer() {
    if (program_.process->id() == 0 || !program_.process->ends_within(std::chrono::milliseconds(0))) return;
    const Finished finished = program_.process->wait();
    ADD_FAILURE() << "the server ended before the test: " << finished.exit_code << '\n' << finished.out << finished.err;
  }

  HttpClient client() const { return HttpClient(program_.port); }
  /// A client signed in as this user.
  HttpClient signed_in(const std::string& email = "admin@localhost",
                       const std::string& password = administrator_password) const {
    HttpClient client(program_.port);
    const HttpAnswer answer = client.post("/api/v1/auth/login", {{"email", email}, {"password", password}});
    if (answer.status != 200) throw std::runtime_error("login failed: " + answer.body);
    client.bearer(text_at(answer.json(), "access_token"));
    return client;
  }
  unsigned short port() const { return program_.port; }
  Process& process() { return *program_.process; }

 private:
  ListeningProgram program_;
};

}  // namespace test
