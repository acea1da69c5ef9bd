#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "platform/http/route.h"

namespace test {

/// Calls a route table's handlers without a server: the path is matched, the answer's body read.
class Calls {
 public:
  explicit Calls(platform::http::RouteTable routes) : routes_(std::move(routes)) {}

  struct Answer {
    unsigned status = 0;
    std::string body;
    std::string etag;
    std::string problem;  ///< its code; "" for none
    platform::http::Pairs headers{};
    boost::json::value json() const { return boost::json::parse(body); }
    std::string header(std::string_view name) const {
      for (const auto& [known, value] : headers) {
        if (known == name) return value;
      }
      return {};
    }
  };

  /// `target` is a path with its query, nothing of it encoded.
  Answer call(platform::http::Method method, std::string_view target, std::string body = {},
              const platform::http::Pairs& headers = {}) const {
    platform::http::Request request;
    request.method = method;
    request.target = target;
    const std::size_t mark = target.find('?');
    request.path = target.substr(0, mark);
    if (mark != std::string_view::npos) {
      for (const std::string_view pair : base::split(target.substr(mark + 1), '&')) {
        const std::size_t equals = pair.find('=');
        request.query.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
      }
    }
    request.headers = headers;
    request.headers.emplace_back("content-type", "application/json");
    request.body = std::move(body);
    request.caller = caller;
    for (const platform::http::Route& route : routes_) {
      if (route.method == method && matches(route.path, request)) return answer(route, request);
    }
    ADD_FAILURE() << "no route for " << target;
    return {};
  }
  Answer get(std::string_view target) const { return call(platform::http::Method::get, target); }
  Answer post(std::string_view target, std::string body) const {
    return call(platform::http::Method::post, target, std::move(body));
  }
  Answer patch(std::string_view target, std::string body, const platform::http::Pairs& headers = {}) const {
    return call(platform::http::Method::patch, target, std::move(body), headers);
  }
  Answer del(std::string_view target, const platform::http::Pairs& headers = {}) const {
    return call(platform::http::Method::del, target, {}, headers);
  }

  platform::http::Caller caller;

 private:
  static bool matches(std::string_view pattern, platform::http::Request& request) {
    request.path_parameters.clear();
    const auto wanted = base::split(pattern, '/');
    const auto given = base::split(request.path, '/');
    if (wanted.size() != given.size()) return false;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (wanted[i].starts_with('{')) {
        request.path_parameters.emplace_back(wanted[i].substr(1, wanted[i].size() - 2), given[i]);
      } else if (wanted[i] != given[i]) {
        return false;
      }
    }
    return true;
  }

  static Answer answer(const platform::http::Route& route, const platform::http::Request& request) {
    auto response = route.handler(request);
    if (!response) return {response.error().kind->http_status, {}, {}, std::string(response.error().code())};
    Answer answer{response->status, response->body, {}, {}, response->headers};
    for (const auto& [name, value] : response->headers) {
      if (name == "ETag") answer.etag = value;
    }
    std::string piece;
    while (response->stream) {
      const auto more = response->stream(piece);
      if (!more) throw std::runtime_error(more.error().text());
      if (!*more) break;
      answer.body += piece;
    }
    return answer;
  }

  platform::http::RouteTable routes_;
};

}  // namespace test
