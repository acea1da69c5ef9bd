#pragma once

#include <boost/system/system_error.hpp>
#include <random>
#include <regex>
#include <thread>

#include "support/http_client.h"
#include "support/program.h"

namespace test {

inline constexpr const char* administrator_password = "correct horse battery";

/// `suppliers-import serve` of an installation, on a port of its own, answering.
class RunningServer {
 public:
  explicit RunningServer(Installation& installation, const std::vector<std::string>& more = {}) {
    std::random_device random;
    for (int attempt = 0; attempt < 5; ++attempt) {
      port_ = static_cast<unsigned short>(20'000 + random() % 20'000);
      installation.set("PORT", std::to_string(port_));
      std::vector<std::string> command{"serve"};
      command.insert(command.end(), more.begin(), more.end());
      process_ = installation.start(command);
      if (answers()) return;
      const Finished finished = process_->wait();
      if (finished.err.find("http.port_taken") == std::string::npos)
        throw std::runtime_error("the server did not start: " + finished.out + finished.err);
    }
    throw std::runtime_error("no free port was found");
  }

  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;
  ~RunningServer() {
    if (process_->id() == 0 || !process_->ends_within(std::chrono::milliseconds(0))) return;
    const Finished finished = process_->wait();
    ADD_FAILURE() << "the server ended before the test: " << finished.exit_code << '\n' << finished.out << finished.err;
  }

  HttpClient client() const { return HttpClient(port_); }
  /// A client signed in as this user.
  HttpClient signed_in(const std::string& email = "admin@localhost",
                       const std::string& password = administrator_password) const {
    HttpClient client(port_);
    const HttpAnswer answer = client.post("/api/v1/auth/login", {{"email", email}, {"password", password}});
    if (answer.status != 200) throw std::runtime_error("login failed: " + answer.body);
    client.bearer(text_at(answer.json(), "access_token"));
    return client;
  }
  unsigned short port() const { return port_; }
  Process& process() { return *process_; }

 private:
  bool answers() {
    while (!process_->ends_within(std::chrono::milliseconds(20))) {
      if (process_->out().find("Serving at") == std::string::npos) continue;  // the port may be another server's
      try {
        return client().get("/health").status == 200;
      } catch (const boost::system::system_error&) {
        continue;  // not listening yet
      }
    }
    return false;
  }

  unsigned short port_ = 0;
  std::unique_ptr<Process> process_;
};

}  // namespace test
