#pragma once

#include <array>
#include <boost/json.hpp>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/text.h"
#include "platform/http/server.h"

namespace test {

/// Takes envelopes as a Sentry server does, and keeps them.
class SentryReceiver {
 public:
  struct Received {
    std::string path, auth, type;
    boost::json::object header, item_header, item;
  };

  SentryReceiver() {
    namespace http = platform::http;
    http::ServerOptions options;
    options.address = "127.0.0.1";
    options.port = 0;
    options.rate_limits = {0, 0, 0, 0, 1000};
    http::RouteTable routes;
    routes.push_back(
        http::post("/api/{project}/envelope/", "take", "sentry", "Take an envelope")
            .absolute()
            .anonymous()
            .limit(1U << 20U)
            .streams([this](const http::Request& request, http::BodyReader& body) { return take(request, body); }));
    server_.emplace(options, std::move(routes),
                    [](const http::Request&) -> base::Result<std::optional<http::Caller>> { return std::nullopt; });
    if (const auto started = server_->start(); !started) throw std::runtime_error(started.error().text());
  }
  SentryReceiver(const SentryReceiver&) = delete;
  SentryReceiver& operator=(const SentryReceiver&) = delete;
  ~SentryReceiver() { stop(); }

  void stop() { server_->stop(std::chrono::seconds(1)); }
  std::string dsn() const { return "http://abc123@127.0.0.1:" + std::to_string(server_->port()) + "/42"; }
  std::vector<Received> received() const {
    const std::lock_guard lock(mutex_);
    return received_;
  }

 private:
  base::Result<platform::http::Nothing> take(const platform::http::Request& request, platform::http::BodyReader& body) {
    std::string text;
    std::array<char, 4096> piece{};
    for (;;) {
      ASSIGN_OR_RETURN(const std::size_t got, body.read(piece));
      if (got == 0) break;
      text.append(piece.data(), got);
    }
    const auto lines = base::split(text, '\n');
    const auto object = [&](std::size_t i) { return boost::json::parse(lines.at(i)).as_object(); };
    const std::lock_guard lock(mutex_);
    received_.push_back({request.path, std::string(request.header("x-sentry-auth")),
                         std::string(request.header("content-type")), object(0), object(1), object(2)});
    return platform::http::Nothing{};
  }

  mutable std::mutex mutex_;
  std::vector<Received> received_;
  std::optional<platform::http::Server> server_;
};

}  // namespace test
