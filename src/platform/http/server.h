#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/http/message.h"
#include "platform/http/route.h"

namespace platform::http {

/// Finds out who calls from the Authorization header or API key; nothing when the request names nobody. A credential
/// that is wrong is a Problem.
using Authenticator = std::function<base::Result<std::optional<Caller>>(const Request&)>;

class IdempotencyStore;
class RateCounter;

/// One answered request, for the access log and the metrics.
struct AccessRecord {
  std::string method;
  std::string route;  ///< the matched template, "" when nothing matched: a metric's label must not come from outside
  std::string path;
  unsigned status = 0;
  std::uint64_t bytes = 0;  ///< of the body, as sent
  std::chrono::microseconds duration{};
  std::string request_id;
  std::string caller;  ///< Caller::name, "" for nobody
  std::string remote_address;
  std::string problem;  ///< code of the problem answered, "" for none
  std::string error;    ///< what an exception said; never part of an answer
};

/// Requests a minute; 0 is without limit. Short bursts up to the whole figure are let through.
struct RateLimits {
  std::uint32_t login = 5;           ///< by address, RateTier::login
  std::uint32_t anonymous = 100;     ///< by address, requests that name nobody
  std::uint32_t signed_in = 6000;    ///< by caller
  std::uint32_t upload = 600;        ///< by caller, RateTier::upload
  std::size_t remembered = 100'000;  ///< callers and addresses kept in mind
};

struct ServerOptions {
  std::string address = "0.0.0.0";
  unsigned short port = 8000;  ///< 0: any free one, see Server::port()
  std::string api_prefix = "/api/v1";
  unsigned io_threads = 2;
  unsigned handler_threads = 16;
  unsigned handler_queue = 256;  ///< requests waiting for a thread; more are answered 503 with Retry-After
  unsigned upload_threads = 16;  ///< for routes that stream their request body, which a slow client keeps busy
  unsigned max_connections = 10'000;
  std::size_t header_limit = 16U << 10U;
  std::chrono::milliseconds header_timeout{10'000}, body_timeout{30'000}, idle_timeout{75'000};
  std::uint32_t slowest_rate = 1024;  ///< bytes a second a body may at worst move at, after its timeout has passed
  std::size_t socket_backlog = 256U << 10U;  ///< bytes that may wait for a slow WebSocket client
  std::vector<std::string> allowed_origins;
  std::vector<std::string> trusted_proxies;  ///< addresses or networks ("10.0.0.0/8") whose X-Forwarded-For is believed
  RateLimits rate_limits;
  std::shared_ptr<IdempotencyStore> idempotency;       ///< none: one in process
  std::shared_ptr<RateCounter> rates;                  ///< none: one in process
  std::function<void(const AccessRecord&)> on_access;  ///< called after the answer was sent, from many threads
  bool debug = false;
};

/// What the server is doing at this moment, for metrics.
struct ServerLoad {
  std::size_t connections = 0;
  std::size_t waiting = 0;  ///< requests in the queue
  std::size_t running = 0;  ///< handlers at work
};

/// The HTTP/1.1 edge: sockets on Asio threads, handlers as ordinary blocking functions on a bounded pool.
class Server {
 public:
  Server(ServerOptions options, RouteTable routes, Authenticator authenticator);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  /// Begins to listen; fails with http_port_taken.
  base::Result<> start();
  unsigned short port() const;
  ServerLoad load() const;
  /// Takes no new connections, lets running requests end within the deadline, then closes everything.
  ///
  /// With a grace period everything is served for so long first. From its half on, when whoever balances load has seen
  /// that this server is not ready any more, no connection is kept: a request written on a kept connection just as the
  /// server closes it is lost, because nobody knows whether it was acted upon (RFC 9112, section 9.3.1).
  void stop(std::chrono::milliseconds deadline, std::chrono::milliseconds grace = std::chrono::milliseconds(0));

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// OpenAPI 3.1 of a route table.
boost::json::object openapi_of(const RouteTable& routes, std::string_view api_prefix, std::string_view version);

/// GET /openapi.json and GET /docs for these routes.
RouteTable api_documentation(const RouteTable& routes, std::string_view api_prefix, std::string_view version);

inline constexpr base::ProblemKind http_port_taken{"http.port_taken", "Port cannot be used", 500,
                                                   base::LogLevel::error};

}  // namespace platform::http
