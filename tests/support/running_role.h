#pragma once

#include <signal.h>

#include <map>
#include <stdexcept>
#include <string>

#include "support/http_client.h"
#include "support/listening_program.h"
#include "support/program.h"

namespace test {

/// One role of the program as a process of its own (`api`, `worker`, `scheduler`, `web`), ready to work. It can be
/// killed and started again on the same port.
class RunningRole {
 public:
  RunningRole(const Installation& installation, std::string role, std::map<std::string, std::string> more = {})
      : installation_(installation), role_(std::move(role)), more_(std::move(more)) {
    start();
  }
  RunningRole(const RunningRole&) = delete;
  RunningRole& operator=(const RunningRole&) = delete;

  HttpClient client() const { return HttpClient(program_.port); }
  unsigned short port() const { return program_.port; }
  Process& process() { return *program_.process; }

  /// Ends it as a power cut would.
  void kill() {
    program_.process->kill(SIGKILL);
    program_.process->wait();
  }
  /// Starts it again, and waits until it is ready.
  void start() {
    program_ = start_listening({.start =
                                    [this](unsigned short port) {
                                      Installation::Variables variables = more_;
                                      variables[port_variable()] = std::to_string(port);
                                      return installation_.start({role_}, variables);
                                    },
                                .said = "Stop with",
                                .health = "/health/ready",
                                .port = program_.port});
  }

 private:
  std::string port_variable() const {
    if (role_ == "worker") return "WORKER_PORT";
    if (role_ == "scheduler") return "SCHEDULER_PORT";
    return role_ == "web" ? "WEB_PORT" : "PORT";
  }

  const Installation& installation_;
  const std::string role_;
  const Installation::Variables more_;
  ListeningProgram program_;
};

/// A client signed in as the administrator; the answer to a failed login is thrown.
inline HttpClient signed_in(const RunningRole& api, const std::string& password) {
  HttpClient client = api.client();
  const HttpAnswer answer = client.post("/api/v1/auth/login", {{"email", "admin@localhost"}, {"password", password}});
  if (answer.status != 200) throw std::runtime_error("login failed: " + answer.body);
  client.bearer(text_at(answer.json(), "access_token"));
  return client;
}

}  // namespace test
