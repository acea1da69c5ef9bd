#pragma once

#include <curl/curl.h>

#include <memory>
#include <string>

#include "platform/client/http_client.h"
#include "platform/client/url.h"

namespace platform::client {

struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, FreeHandle>;
Handle make_handle();

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
};

/// Told of the head; false when the body is not wanted.
using HeadJudge = std::function<base::Result<bool>(const Download& head)>;

/// Sends it and takes the answer in. `bytes` of what it gives counts what went to `sink`.
base::Result<Download> transfer(const Handle& handle, const AddressRules& rules, const Exchange& exchange,
                                const HeadJudge& judge, const BodySink& sink);

/// What a failed transfer means to people.
base::Problem transfer_problem(CURLcode code, const char* detail, const Exchange& exchange, bool was_connected,
                               std::uint64_t bytes);

}  // namespace platform::client
