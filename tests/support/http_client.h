#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace test {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct HttpAnswer {
  unsigned status = 0;
  Headers headers;
  std::string body;

  boost::json::value json() const { return boost::json::parse(body); }
  /// The value of a header, whatever the case of its name; "" when it is not there.
  std::string header(std::string_view name) const;
  /// The code of the problem answered; "" when it is none.
  std::string problem() const {
    return header("Content-Type") == "application/problem+json" ? std::string(json().at("code").as_string()) : "";
  }
};

/// Speaks HTTP to a server on this machine, one connection a request.
class HttpClient {
 public:
  explicit HttpClient(unsigned short port) : port_(port) {}

  /// Sent with every request from now on.
  void set(const std::string& name, const std::string& value) { always_.emplace_back(name, value); }
  /// Speaks from this loopback address from now on, as a machine of its own.
  void from(const std::string& address) { address_ = address; }
  void bearer(const std::string& token) { always_ = {{"Authorization", "Bearer " + token}}; }

  std::string always(const std::string& name) const {
    for (const auto& [known, value] : always_) {
      if (known == name) return value;
    }
    return {};
  }

  HttpAnswer send(const std::string& method, const std::string& target, const std::string& body = {},
                  const Headers& headers = {}) const;
  HttpAnswer get(const std::string& target, const Headers& headers = {}) const {
    return send("GET", target, {}, headers);
  }
  HttpAnswer post(const std::string& target, const boost::json::value& body, const Headers& headers = {}) const {
    return send("POST", target, boost::json::serialize(body), headers);
  }

 private:
  unsigned short port_;
  std::string address_;  // "": the system's choice
  Headers always_;
};

}  // namespace test
