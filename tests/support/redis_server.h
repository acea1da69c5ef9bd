#pragma once

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

#include "base/uuid.h"
#include "platform/redis/redis.h"
#include "support/free_port.h"
#include "support/process.h"
#include "support/result_check.h"
#include "support/waiting.h"

namespace test {

/// The server tests/support/with-redis started. Without it a test fails: skipping would hide that it never ran.
inline std::string redis_url() {
  const char* const url = std::getenv("TEST_REDIS_URL");
  if (url == nullptr || *url == '\0') {
    throw std::runtime_error(
        "TEST_REDIS_URL is not set. Run the tests with `make test`, or put tests/support/with-redis before the test "
        "program.");
  }
  return url;
}

/// Options of an installation of its own, so that tests at the same server do not meet.
inline platform::redis::RedisOptions redis_options() {
  platform::redis::RedisOptions options;
  options.prefix = "test-" + base::Uuid::generate().to_string();
  options.pause = std::chrono::milliseconds(50);
  return options;
}

/// A Redis of the test's own, to be stopped, frozen and started again at the same port.
class RedisServer {
 public:
  explicit RedisServer(std::vector<std::string> more = {}) : port_(free_port()), more_(std::move(more)) { start(); }

  void start() {
    std::vector<std::string> command{"/usr/bin/redis-server",
                                     "--port",
                                     std::to_string(port_),
                                     "--bind",
                                     "127.0.0.1",
                                     "--save",
                                     "",
                                     "--appendonly",
                                     "no",
                                     "--dir",
                                     "/tmp",
                                     "--daemonize",
                                     "no"};
    command.insert(command.end(), more_.begin(), more_.end());
    process_.emplace(command, std::map<std::string, std::string>{});
    if (!comes_true([this] { return process_->out().find("Ready to accept") != std::string::npos; }))
      throw std::runtime_error("redis-server does not start: " + process_->out());
  }
  void stop() { process_.reset(); }
  void freeze() { process_->kill(SIGSTOP); }
  void thaw() { process_->kill(SIGCONT); }

  unsigned short port() const { return port_; }
  std::string url(std::string_view login = "") const {
    return "redis://" + std::string(login) + "127.0.0.1:" + std::to_string(port_) + "/0";
  }

 private:
  unsigned short port_;
  std::vector<std::string> more_;
  std::optional<Process> process_;
};

inline platform::redis::RedisAddress address_of(const std::string& url) {
  return must(platform::redis::RedisAddress::from(url));
}

}  // namespace test
