#pragma once

#include <gtest/gtest.h>

#include "http_fixture.h"
#include "raw_client.h"

namespace http_test {

/// A server at a free port of this machine, stopped with the test.
class ServerTest : public ::testing::Test {
 protected:
  static http::ServerOptions options() {
    http::ServerOptions made;
    made.address = "127.0.0.1";
    made.port = 0;
    made.handler_threads = 2;
    made.rate_limits = {0, 0, 0, 0, 1000};
    return made;
  }

  void start(const http::ServerOptions& with = options()) {
    server_.emplace(with, routes(), authenticate);
    const auto started = server_->start();
    ASSERT_TRUE(started) << started.error().text();
  }

  RawClient connect() { return RawClient(server_->port()); }
  RawAnswer ask(std::string_view request) {
    RawClient client = connect();
    client.send(request);
    return client.receive();
  }

  std::optional<http::Server> server_;
};

inline std::string get_of(std::string_view path, std::string_view headers = {}) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: test\r\n" + std::string(headers) + "\r\n";
}

}  // namespace http_test
