#include "platform/http/request_head.h"

#include "base/text.h"
#include "platform/http/problems.h"

namespace platform::http {

namespace beast_http = boost::beast::http;

std::optional<Method> method_of(const RequestHead& head) {
  switch (head.method()) {
    case beast_http::verb::get:
      return Method::get;
    case beast_http::verb::head:
      return Method::head;
    case beast_http::verb::post:
      return Method::post;
    case beast_http::verb::put:
      return Method::put;
    case beast_http::verb::patch:
      return Method::patch;
    case beast_http::verb::delete_:
      return Method::del;
    case beast_http::verb::options:
      return Method::options;
    default:
      return std::nullopt;
  }
}

base::Result<> check_framing(const RequestHead& head) {
  constexpr unsigned http_1_1 = 11;
  const auto hosts = head.count(beast_http::field::host);
  if (hosts > 1 || (hosts == 0 && head.version() >= http_1_1)) {
    return base::failure(malformed, hosts == 0 ? "The Host header is missing." : "The Host header is there twice.",
                         "Send one Host header.");
  }
  if (head[beast_http::field::host].find_first_of(" \t,/\\@") != std::string_view::npos) {
    return base::failure(malformed, "The Host header is not a host name.", "Send the host's name and port there.");
  }
  const auto encodings = head.count(beast_http::field::transfer_encoding);
  if (encodings == 0) return {};
  const bool is_chunked = base::to_lower_ascii(base::trim(head[beast_http::field::transfer_encoding])) == "chunked";
  if (encodings == 1 && is_chunked && head.version() >= http_1_1 && head.count(beast_http::field::content_length) == 0)
    return {};
  return base::failure(malformed, "The Transfer-Encoding of the body is not \"chunked\" alone.",
                       "Send the body with Content-Length, or with Transfer-Encoding: chunked in HTTP/1.1.");
}

Request to_request(const RequestHead& head) {
  Request request;
  request.target = std::string(head.target());
  for (const auto& field : head)
    request.headers.emplace_back(base::to_lower_ascii(field.name_string()), std::string(field.value()));
  return request;
}

}  // namespace platform::http
