// A request from its first byte to its answer, without sockets: nothing a client sends may end in a 5xx or break the
// framing of the answer.
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstdint>
#include <cstdlib>

#include "platform/http/pipeline.h"
#include "platform/http/request_head.h"
#include "platform/http/response_head.h"

namespace {

namespace http = platform::http;

struct Item {
  std::string name;
  std::optional<std::int64_t> quantity;
  std::vector<std::string> tags;
};
BOOST_DESCRIBE_STRUCT(Item, (), (name, quantity, tags))

http::Pipeline make_pipeline() {
  http::RouteTable routes;
  routes.push_back(http::post("/items", "create", "", "")
                       .anonymous()
                       .idempotent()
                       .accepts<Item>([](const http::Request&, const Item& item) { return base::Result<Item>(item); }));
  routes.push_back(http::get("/items/{id}", "show", "", "").anonymous().answers([](const http::Request& request) {
    return base::Result<Item>(Item{std::string(request.parameter("id")), {}, {}});
  }));
  http::ServerOptions options;
  options.api_prefix = "";
  options.allowed_origins = {"*"};
  options.rate_limits = {0, 0, 0, 0, 10};
  return {options, std::move(routes), {}};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const http::Pipeline pipeline = make_pipeline();
  boost::beast::http::request_parser<boost::beast::http::string_body> parser;
  parser.eager(true);
  boost::system::error_code error;
  parser.put(boost::asio::buffer(data, size), error);
  if (!parser.is_header_done() || !http::check_framing(parser.get())) return 0;
  http::Request request = http::to_request(parser.get());
  request.body = parser.get().body();
  auto exchange = pipeline.begin(http::method_of(parser.get()), std::move(request));
  const http::Response response = pipeline.answer(exchange);
  if (response.status < 200 || response.status >= 500) std::abort();
  const std::string head = http::response_head(response, {});
  if (head.find("\r\n\r\n") != head.size() - 4) std::abort();
  return 0;
}
