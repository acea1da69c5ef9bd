#include "platform/http/pipeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <stdexcept>

#include "base/text.h"
#include "platform/http/compression.h"
#include "platform/http/conditional.h"
#include "platform/http/problems.h"
#include "platform/http/target.h"

namespace platform::http {
namespace {

base::Problem nothing_here(const Request& request, const Match& match) {
  if (match.allow.empty()) {
    return {&not_found,
            fmt::format("There is nothing at {}.", request.path),
            "Check the address; /docs lists what there is.",
            {}};
  }
  return {&method_not_allowed,
          fmt::format("{} does not take this method.", request.path),
          fmt::format("Use one of {}.", match.allow),
          {}};
}

base::Problem missing_permission(const Caller& caller, std::string_view permission) {
  return {&forbidden,
          fmt::format("{} does not have the permission {}.", caller.name, permission),
          "Ask an administrator to grant it.",
          {}};
}

base::Problem login_needed() {
  return {&unauthenticated,
          "This needs a login.",
          "Log in and send the access token as Authorization: Bearer, or an API key as X-API-Key.",
          {}};
}

// Keys of one caller never meet those of another.
std::string scope_of(const Request& request) {
  const std::string who = request.caller ? request.caller->user_id.to_string() : request.remote_address;
  return fmt::format("{} {} {} {}", who, to_string(request.method), request.path, request.header("idempotency-key"));
}

bool is_sane_key(std::string_view key) {
  constexpr std::size_t longest = 255;
  return key.size() <= longest && std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; });
}

// Browsers cannot set headers on a WebSocket: the token comes as a protocol, "bearer.<token>".
void take_token_from_protocols(Request& request) {
  if (!request.header("authorization").empty()) return;
  for (const std::string_view offered : base::split(request.header("sec-websocket-protocol"), ',')) {
    constexpr std::string_view mark = "bearer.";
    const std::string_view name = base::trim(offered);
    if (!name.starts_with(mark)) continue;
    request.headers.emplace_back("authorization", "Bearer " + std::string(name.substr(mark.size())));
    return;
  }
}

void strip_encodings_from_tags(Request& request) {
  for (auto& [name, value] : request.headers)
    if (name == "if-match" || name == "if-none-match") value = without_encodings(value);
}

void apply_conditions(const Request& request, Response& response) {
  const bool is_read = request.method == Method::get || request.method == Method::head;
  if (!is_read || response.status != 200) return;
  if (!response.stream && response.header("etag").empty()) response.set("ETag", etag_of(response.body));
  if (!is_not_modified(request.header("if-none-match"), response.header("etag"))) return;
  response.status = 304;
  response.body.clear();
  response.stream = nullptr;
  std::erase_if(response.headers,
                [](const auto& header) { return base::to_lower_ascii(header.first) == "content-type"; });
}

}  // namespace

Pipeline::Pipeline(const ServerOptions& options, RouteTable routes, Authenticator authenticator)
    : router_(std::move(routes), options.api_prefix),
      authenticator_(std::move(authenticator)),
      limits_(options.rate_limits),
      cors_(options.allowed_origins),
      debug_(options.debug),
      idempotency_(options.idempotency ? options.idempotency : std::make_shared<MemoryIdempotencyStore>()),
      rates_(options.rates ? options.rates : std::make_shared<RateLimiter>(options.rate_limits.remembered)) {}

Pipeline::Exchange Pipeline::begin(std::optional<Method> method, Request request) const {
  Exchange exchange;
  exchange.has_known_method = method.has_value();
  request.method = method.value_or(Method::options);
  request.request_id = request_id_from(request.header("x-request-id"));
  strip_encodings_from_tags(request);
  if (const auto target = split_target(request.target)) {
    exchange.match = router_.match(method, target->path);
    request.path = percent_decoded(target->path).value_or(std::string(target->path));
    request.route = exchange.match.path;
    request.path_parameters = exchange.match.parameters;
  }
  exchange.request = std::move(request);
  return exchange;
}

Response Pipeline::answer(Exchange& exchange, BodyReader* body) const {
  try {
    auto response = guarded(exchange, body);
    if (response) return finished(exchange, std::move(*response));
    return refuse(exchange, response.error());
  } catch (const std::exception& exception) {
    exchange.error = exception.what();
  } catch (...) {
    exchange.error = "an exception of an unknown type";
  }
  return refuse(exchange, {&base::internal_error,
                           debug_ ? "Something went wrong: " + exchange.error : "Something went wrong on our side.",
                           "Try again; if it stays, tell the administrator the request id.",
                           {}});
}

Response Pipeline::refuse(Exchange& exchange, const base::Problem& problem) const {
  exchange.problem = problem.code();
  Response response = problem_response(problem, exchange.request.request_id);
  if (response.status == 401) response.set("WWW-Authenticate", "Bearer");
  if (response.status == 405) response.set("Allow", exchange.match.allow);
  if (response.status == 503) response.set("Retry-After", "1");
  return finished(exchange, std::move(response));
}

base::Result<Response> Pipeline::guarded(Exchange& exchange, BodyReader* body) const {
  Request& request = exchange.request;
  ASSIGN_OR_RETURN(const Target target, split_target(request.target));
  ASSIGN_OR_RETURN(request.query, decoded_query(target.query));
  RETURN_IF_FAILED(percent_decoded(target.path));
  const Route* route = exchange.match.route;
  if (route == nullptr && request.method == Method::options && exchange.has_known_method) {
    if (target.path == "*") return cors_.options(request, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    if (!exchange.match.allow.empty()) return cors_.options(request, exchange.match.allow);
  }
  const base::Result<> known = authenticate(exchange);
  // Who it is could not be found out: that is no fault of the caller's, to be counted as one of a stranger.
  const bool is_unknowable = !known && known.error().kind->http_status >= 500;
  if (is_unknowable && route != nullptr && !route->is_public) return base::failure(known.error());
  RETURN_IF_FAILED(spend(exchange));
  if (route == nullptr) return base::failure(nothing_here(request, exchange.match));
  if (!route->is_public) {
    RETURN_IF_FAILED(known);
    if (!request.caller) return base::failure(login_needed());
    if (!route->permission_name.empty() && !request.caller->may(route->permission_name))
      return base::failure(missing_permission(*request.caller, route->permission_name));
  }
  return handled_once(exchange, body);
}

// A credential that is wrong counts as none for the rate limit, and for public routes altogether: a stale token must
// not keep anybody from logging in.
base::Result<> Pipeline::authenticate(Exchange& exchange) const {
  const Route* route = exchange.match.route;
  if (route == nullptr || route->is_immediate || !authenticator_) return {};
  if (route->socket_handler) take_token_from_protocols(exchange.request);
  ASSIGN_OR_RETURN(exchange.request.caller, authenticator_(exchange.request));
  return {};
}

base::Result<> Pipeline::spend(Exchange& exchange) const {
  const Request& request = exchange.request;
  const RateTier tier = exchange.match.route != nullptr ? exchange.match.route->rate_tier : RateTier::standard;
  if (tier == RateTier::none) return {};
  if (tier == RateTier::login) {
    exchange.rate = rates_->take("login " + request.remote_address, limits_.login);
  } else if (!request.caller) {
    exchange.rate = rates_->take("anonymous " + request.remote_address, limits_.anonymous);
  } else {
    const bool is_upload = tier == RateTier::upload;
    const base::Uuid& key = request.caller->user_id;
    exchange.rate = rates_->take((is_upload ? "upload " : "caller ") + key.to_string() + request.caller->name,
                                 is_upload ? limits_.upload : limits_.signed_in);
  }
  if (exchange.rate.allowed) return {};
  return base::failure(rate_limited, fmt::format("More than {} requests in a minute.", exchange.rate.limit),
                       fmt::format("Wait {} seconds.", std::max(exchange.rate.retry_seconds, 1U)));
}

base::Result<Response> Pipeline::handled_once(Exchange& exchange, BodyReader* body) const {
  const std::string_view key = exchange.request.header("idempotency-key");
  if (!exchange.match.route->is_idempotent_post || key.empty()) return handled(exchange, body);
  if (!is_sane_key(key)) {
    return base::failure(malformed, "The Idempotency-Key is longer than 255 characters or not plain text.",
                         "Use a UUID.");
  }
  const std::string scope = scope_of(exchange.request);
  const std::string fingerprint = etag_of(exchange.request.target + '\n' + exchange.request.body);
  ASSIGN_OR_RETURN(std::optional<Response> first, idempotency_->begin(scope, fingerprint));
  if (first) {
    first->set("Idempotency-Replayed", "true");
    return *std::move(first);
  }
  struct Claim {
    IdempotencyStore& store;
    const std::string& scope;
    bool is_kept = false;
    ~Claim() {
      if (!is_kept) store.abandon(scope);
    }
  } claim{*idempotency_, scope};
  ASSIGN_OR_RETURN(Response response, handled(exchange, body));
  if (!response.stream && response.status < 500) {
    idempotency_->finish(scope, response);
    claim.is_kept = true;
  }
  return response;
}

base::Result<Response> Pipeline::handled(Exchange& exchange, BodyReader* body) const {
  const Route& route = *exchange.match.route;
  if (route.handler) return route.handler(exchange.request);
  if (!route.stream_handler || body == nullptr) throw std::logic_error("a route without a handler: " + route.name);
  return route.stream_handler(exchange.request, *body);
}

Response Pipeline::finished(Exchange& exchange, Response response) const {
  const Request& request = exchange.request;
  apply_conditions(request, response);
  exchange.rate.add_headers(response);
  cors_.add_headers(request, response);
  add_security_headers(response, request.caller.has_value());
  response.set("X-Request-Id", request.request_id);
  compress(response, request.header("accept-encoding"));
  return response;
}

}  // namespace platform::http
