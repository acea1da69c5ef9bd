#pragma once

#include <curl/curl.h>

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "platform/client/http_client.h"

namespace platform::client {

struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, FreeHandle>;
Handle make_handle();

/// What watches over a transfer: each address is judged at the moment of connecting, the transfer ends when it is to
/// stop, and nothing thrown passes through the library: it waits here.
struct Gate {
  const AddressRules& rules;
  std::string host;
  std::function<bool()> should_stop{};
  std::optional<base::Problem> problem{};
  std::exception_ptr thrown{};

  /// Runs `work`; false when it fails or throws.
  template <class F>
  bool guarded(F work) {
    try {
      auto done = work();
      if (done) return true;
      problem = std::move(done).error();
    } catch (...) {
      thrown = std::current_exception();
    }
    return false;
  }

  /// Nothing of the environment has a say: no proxies, no signals, no protocols but these. The gate must outlive the
  /// handle's use.
  void watch(CURL* handle, const char* protocols);
  base::Result<> check_stop() const;
};

void set_limits(CURL* handle, const HttpTimeouts& timeouts);
/// Certificates (PEM) to trust in place of the system's; "" for the system's.
void set_authority(CURL* handle, const std::string& authority);

/// Whom a failed transfer was with, for what is said of it.
struct Peer {
  std::string host, port;
  HttpTimeouts timeouts{};
  std::string what = "a web server";
  std::string tls_advice =
      "Check that its certificate is valid and made out for this name, and that the port speaks "
      "https.";
};

/// What a failed transfer means to people.
base::Problem transfer_problem(CURLcode code, const char* detail, const Peer& peer, bool was_connected,
                               std::uint64_t bytes);

}  // namespace platform::client
