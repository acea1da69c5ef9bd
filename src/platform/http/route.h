#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "platform/http/codec.h"
#include "platform/http/message.h"

namespace platform::http {

/// How often a caller may use a route; the limits are the server's settings.
enum class RateTier : std::uint8_t { standard, login, upload, none };

/// One query parameter, for validation and for the documentation.
struct QueryParameter {
  std::string name;
  std::string type = "string";  ///< string, integer, boolean
  std::string description;
};

/// One header of a request or an answer that is not of every route's, for the documentation.
struct HeaderParameter {
  std::string name;
  std::string type = "string";
  std::string description;
  bool is_required = false;
};

/// No input body, or no output body (204).
struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

/// An answer with headers or a status of its own.
template <class Output>
struct Answer {
  Output value;
  unsigned status = 0;  ///< 0: the route's success status
  Pairs headers{};
};

/// The body of a request whose route streams it, read piece by piece while it arrives.
class BodyReader {
 public:
  BodyReader() = default;
  BodyReader(const BodyReader&) = delete;
  BodyReader& operator=(const BodyReader&) = delete;
  virtual ~BodyReader() = default;

  /// Waits for bytes and puts them into `out`; 0 at the end of the body. Fails with body_broken_off when the client
  /// disappears or sends too slowly, with body_too_large beyond the route's limit.
  virtual base::Result<std::size_t> read(std::span<char> out) = 0;
  /// What Content-Length said, if it was there.
  virtual std::optional<std::uint64_t> length() const = 0;
};

struct WebSocketHandler;

/// One line of the route table: everything that is known about an operation, declared once. OpenAPI, permission checks,
/// rate limits and the documentation are made from it.
struct Route {
  using Handler = std::function<base::Result<Response>(const Request&)>;
  using StreamHandler = std::function<base::Result<Response>(const Request&, BodyReader&)>;
  using Schema = std::function<boost::json::value(boost::json::object& components)>;

  Method method = Method::get;
  std::string path;  ///< "/products/{id}", under the API's prefix unless absolute() was called
  bool is_absolute = false;
  std::string name;  ///< OpenAPI operationId: "list_products"
  std::string tag;   ///< group in the documentation: "products"
  std::string summary;
  std::string permission_name;  ///< "products.read"; "" = any signed-in caller; is_public = nobody need be signed in
  bool is_public = false;
  RateTier rate_tier = RateTier::standard;
  std::vector<QueryParameter> query_parameters;
  std::vector<HeaderParameter> header_parameters;
  std::vector<HeaderParameter> answer_headers;  ///< of its success
  std::vector<std::string> other_body_types;    ///< what a streamed body may be besides the JSON of `input`
  std::vector<const base::ProblemKind*> problem_kinds;
  unsigned success_status = 200;
  std::string success_type = "application/json";
  bool is_idempotent_post = false;  ///< honours Idempotency-Key
  bool is_immediate = false;        ///< runs on the I/O thread
  std::size_t body_limit = 1U << 20U;
  Schema input, output;  ///< empty: no body
  Handler handler;
  StreamHandler stream_handler;  ///< set instead of `handler` for a route that streams its request body
  std::shared_ptr<const WebSocketHandler> socket_handler;  ///< of a route that upgrades

  // The table is written as a chain: get("/x", "name", "tag", "What it does").permission("x.read").answers(f)
  Route& permission(std::string value) {
    permission_name = std::move(value);
    return *this;
  }
  Route& anonymous() {
    is_public = true;
    return *this;
  }
  Route& absolute() {
    is_absolute = true;
    return *this;
  }
  Route& tier(RateTier value) {
    rate_tier = value;
    return *this;
  }
  Route& query(std::string parameter, std::string type, std::string description) {
    query_parameters.push_back({std::move(parameter), std::move(type), std::move(description)});
    return *this;
  }
  Route& header(HeaderParameter parameter) {
    header_parameters.push_back(std::move(parameter));
    return *this;
  }
  Route& answer_header(HeaderParameter parameter) {
    answer_headers.push_back(std::move(parameter));
    return *this;
  }
  /// For a route that streams and has `input` declared: a JSON document, or a body of one of these types.
  Route& also_takes(std::vector<std::string> types) {
    other_body_types = std::move(types);
    return *this;
  }
  Route& problems(std::vector<const base::ProblemKind*> kinds) {
    problem_kinds = std::move(kinds);
    return *this;
  }
  Route& status(unsigned value);
  Route& idempotent() {
    is_idempotent_post = true;
    return *this;
  }
  Route& limit(std::size_t bytes) {
    body_limit = bytes;
    return *this;
  }
  Route& content(std::string type) {
    success_type = std::move(type);
    return *this;
  }

  /// A handler without input body: `base::Result<Output>(const Request&)`, Output being a view, Answer<View>, Nothing
  /// or Response.
  template <class F>
  Route& answers(F f);
  /// A handler with a JSON body: `base::Result<Output>(const Request&, const Input&)`.
  template <class Input, class F>
  Route& accepts(F f);
  /// A handler that reads the body itself, in constant memory: `base::Result<Output>(const Request&, BodyReader&)`. The
  /// body is of any content type and as long as limit() allows.
  template <class F>
  Route& streams(F f);
  /// A GET that becomes a WebSocket, see websocket.h. Browsers, which cannot set headers here, send the access token as
  /// a protocol: `new WebSocket(url, ["events", "bearer." + token])`.
  Route& upgrades(WebSocketHandler events);
  /// For public routes whose handler never waits for anything (/health): runs on the I/O thread, so that it is answered
  /// even when every handler thread is busy.
  Route& immediate() {
    is_immediate = true;
    return *this;
  }
};

Route route(Method method, std::string path, std::string name, std::string tag, std::string summary);
inline Route get(std::string path, std::string name, std::string tag, std::string summary) {
  return route(Method::get, std::move(path), std::move(name), std::move(tag), std::move(summary));
}
inline Route post(std::string path, std::string name, std::string tag, std::string summary) {
  return route(Method::post, std::move(path), std::move(name), std::move(tag), std::move(summary));
}
inline Route put(std::string path, std::string name, std::string tag, std::string summary) {
  return route(Method::put, std::move(path), std::move(name), std::move(tag), std::move(summary));
}
inline Route patch(std::string path, std::string name, std::string tag, std::string summary) {
  return route(Method::patch, std::move(path), std::move(name), std::move(tag), std::move(summary));
}
inline Route del(std::string path, std::string name, std::string tag, std::string summary) {
  return route(Method::del, std::move(path), std::move(name), std::move(tag), std::move(summary));
}

inline constexpr base::ProblemKind media_type_unsupported{"request.media_type", "Content type is not supported", 415,
                                                          base::LogLevel::info};
inline constexpr base::ProblemKind body_broken_off{"request.body_broken_off", "Upload broke off", 400,
                                                   base::LogLevel::info};
inline constexpr base::ProblemKind body_too_large{"request.too_large", "Request is too large", 413,
                                                  base::LogLevel::info};

/// All routes, in the order the documentation shows them.
using RouteTable = std::vector<Route>;

}  // namespace platform::http

#include "platform/http/route_impl.h"
