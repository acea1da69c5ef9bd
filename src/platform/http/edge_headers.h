#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/http/message.h"

namespace platform::http {

/// The request id a client or proxy gave, when it is short and plain; else a new UUID.
std::string request_id_from(std::string_view header);

/// Headers that keep a browser from being talked into harm. What the handler set itself is kept.
void add_security_headers(Response& response, bool is_authenticated);

/// Cross-origin requests from the origins that settings name ("*": any, then without credentials).
class Cors {
 public:
  explicit Cors(std::vector<std::string> allowed_origins) : allowed_(std::move(allowed_origins)) {}

  void add_headers(const Request& request, Response& response) const;
  /// The answer to OPTIONS: to a preflight, or what is allowed at the path.
  Response options(const Request& request, std::string_view allow) const;

 private:
  bool allows(std::string_view origin) const;
  std::vector<std::string> allowed_;
};

}  // namespace platform::http
