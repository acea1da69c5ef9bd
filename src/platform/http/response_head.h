#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "platform/http/message.h"

namespace platform::http {

/// How a body is sent.
struct Framing {
  bool keeps_alive = true;
  bool is_chunked = false;                ///< else Content-Length, or until the connection is closed
  std::optional<std::uint64_t> length{};  ///< of the body
};

/// Status line and headers with the empty line after them. Line breaks in values become blanks: nothing a handler puts
/// into a header can begin a new one.
std::string response_head(const Response& response, const Framing& framing);

/// True for answers that never have a body.
bool is_bodyless(unsigned status);

}  // namespace platform::http
