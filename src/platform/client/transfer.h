#pragma once

#include <string>

#include "platform/client/gate.h"
#include "platform/client/http_client.h"
#include "platform/client/url.h"

namespace platform::client {

/// One request on the wire; redirects are the caller's business.
struct Exchange {
  Url url;
  std::string method;
  Headers headers;
  std::string body;
  std::string user, password;
  HttpTimeouts timeouts;  ///< total: what is left of it
  std::uint64_t max_bytes = 0;
  std::function<bool()> should_stop{};
  std::string authority{};
};

/// Told of the head; false when the body is not wanted.
using HeadJudge = std::function<base::Result<bool>(const Download& head)>;

/// Sends it and takes the answer in. `bytes` of what it gives counts what went to `sink`.
base::Result<Download> transfer(const Handle& handle, const AddressRules& rules, const Exchange& exchange,
                                const HeadJudge& judge, const BodySink& sink);

Peer peer_of(const Exchange& exchange);

}  // namespace platform::client
