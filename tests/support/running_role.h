#pragma once

#include <signal.h>

#include <boost/system/system_error.hpp>
#include <chrono>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>

#include "support/http_client.h"
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

  HttpClient client() const { return HttpClient(port_); }
  unsigned short port() const { return port_; }
  Process& process() { return *process_; }

  /// Ends it as a power cut would.
  void kill() {
    process_->kill(SIGKILL);
    process_->wait();
  }
  /// Starts it again, and waits until it is ready.
  void start() {
    std::random_device random;
    for (int attempt = 0; attempt < 5; ++attempt) {
      if (port_ == 0 || attempt > 0) port_ = static_cast<unsigned short>(20'000 + random() % 20'000);
      Installation::Variables variables = more_;
      variables[port_variable()] = std::to_string(port_);
      process_ = installation_.start({role_}, variables);
      if (becomes_ready()) return;
      const Finished finished = process_->wait();
      if (finished.err.find("http.port_taken") == std::string::npos)
        throw std::runtime_error("the " + role_ + " did not start: " + finished.out + finished.err);
    }
    throw std::runtime_error("no free port was found for the " + role_);
  }

 private:
  std::string port_variable() const {
    if (role_ == "worker") return "WORKER_PORT";
    if (role_ == "scheduler") return "SCHEDULER_PORT";
    return role_ == "web" ? "WEB_PORT" : "PORT";
  }
  bool becomes_ready() {
    while (!process_->ends_within(std::chrono::milliseconds(20))) {
      if (process_->out().find("Stop with") == std::string::npos) continue;  // the port may be another program's
      try {
        if (client().get("/health/ready").status == 200) return true;
      } catch (const boost::system::system_error&) {
        continue;  // not listening yet
      }
    }
    return false;
  }

  const Installation& installation_;
  const std::string role_;
  const Installation::Variables more_;
  unsigned short port_ = 0;
  std::unique_ptr<Process> process_;
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
