#pragma once

#include <memory>
#include <string>

#include "platform/http/edge_headers.h"
#include "platform/http/idempotency.h"
#include "platform/http/rate_limit.h"
#include "platform/http/router.h"
#include "platform/http/server.h"

namespace platform::http {

/// Everything between a request that was read and the answer to send, without sockets: routing, CORS, rate limits,
/// authentication, permission, idempotency, the handler, conditional and packed answers. Tests ask it directly.
class Pipeline {
 public:
  /// `options` supplies the settings of the edge; sockets' own are not used here.
  Pipeline(const ServerOptions& options, RouteTable routes, Authenticator authenticator);

  /// One exchange under way.
  struct Exchange {
    Request request;
    Match match;
    bool has_known_method = true;
    RateDecision rate;
    std::string problem;  ///< code of the problem answered
    std::string error;    ///< what an exception said, for the log
  };

  /// Finds the route and fills in path parameters, query and request id from target and headers. The Problem of a
  /// target that cannot be read is left to answer(), which never fails.
  Exchange begin(std::optional<Method> method, Request request) const;
  /// Runs the exchange. `body` is needed for routes that stream their body only.
  Response answer(Exchange& exchange, BodyReader* body = nullptr) const;
  /// The answer to a request that is not let through, dressed like any other.
  Response refuse(Exchange& exchange, const base::Problem& problem) const;

 private:
  base::Result<Response> guarded(Exchange& exchange, BodyReader* body) const;
  base::Result<> authenticate(Exchange& exchange) const;
  base::Result<> spend(Exchange& exchange) const;
  base::Result<Response> handled_once(Exchange& exchange, BodyReader* body) const;
  base::Result<Response> handled(Exchange& exchange, BodyReader* body) const;
  Response finished(Exchange& exchange, Response response) const;

  Router router_;
  Authenticator authenticator_;
  RateLimits limits_;
  Cors cors_;
  bool debug_;
  std::shared_ptr<IdempotencyStore> idempotency_;
  std::shared_ptr<RateCounter> rates_;
};

}  // namespace platform::http
