#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "platform/client/address_rules.h"

namespace platform::client {

/// Names and values in the order they are sent or came.
using Headers = std::vector<std::pair<std::string, std::string>>;

struct HttpTimeouts {
  std::chrono::milliseconds connect{10'000};
  std::chrono::milliseconds total{60'000};  ///< of all hops together; zero: none, for long downloads
  std::chrono::seconds stalled_after{30};   ///< given up when slower than `slowest_rate` for so long
  std::uint32_t slowest_rate = 1024;        ///< bytes a second
};

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  Headers headers{};
  std::string body{};
  std::string user{}, password{};  ///< sent as Basic authentication when there is a user
  HttpTimeouts timeouts{};
  std::uint64_t max_bytes = 16U << 20U;  ///< of the answer's body
  int follow_redirects = 5;              ///< 0: a redirect is an answer like any other
  std::function<bool()> should_stop{};   ///< asked about every second; true ends it with request_stopped
  std::string authority{};               ///< certificates (PEM) to trust in place of the system's
};

struct HttpResponse {
  int status = 0;   ///< any; a 500 is an answer, too
  Headers headers;  ///< names in lower case
  std::string body;
  std::string final_url;  ///< after redirects
  std::chrono::milliseconds duration{};

  /// "" when absent; `name` in lower case.
  std::string_view header(std::string_view name) const;
};

/// Fails with request_refused for what is no header, such as one whose value holds a line break.
base::Result<> check_header(std::string_view name, std::string_view value);

/// What is known of an answer whose body went to a sink.
struct Download {
  int status = 0;
  Headers headers;  ///< names in lower case
  std::string final_url;
  std::uint64_t bytes = 0;  ///< handed to the sink
  std::chrono::milliseconds duration{};

  std::string_view header(std::string_view name) const;
};

/// Takes the body piece by piece; what it fails with is what download() fails with.
using BodySink = std::function<base::Result<>(std::span<const char>)>;
/// Called once, before the first piece of the body, with status and headers; a failure ends the download.
using HeadSink = std::function<base::Result<>(const Download& head)>;

/// Speaks HTTP to addresses that people gave. Every address is checked against the rules at the moment of connecting,
/// for each redirect anew, so that no name can lead inside. Credentials and cookies stay with the host they were meant
/// for; the environment's proxies are not used. Thread-safe; every call waits for its answer.
class HttpClient {
 public:
  explicit HttpClient(AddressRules rules) : rules_(std::move(rules)) {}

  /// Any status is an answer. Fails with request_refused, url_refused, address_refused, redirect_refused,
  /// too_many_redirects, host_unknown, host_unreachable, tls_failed, answer_too_slow, answer_too_large, answer_broken.
  base::Result<HttpResponse> send(const HttpRequest& request) const;
  /// The same, its body going to `sink` instead of memory. A redirect's own body does not go there. When it fails in
  /// the middle, what the sink has stays valid: a prefix of the body.
  base::Result<Download> download(const HttpRequest& request, const BodySink& sink, const HeadSink& head = {}) const;

  const AddressRules& rules() const { return rules_; }

 private:
  AddressRules rules_;
};

inline constexpr base::ProblemKind request_refused{"client.request_refused", "Request cannot be sent", 422,
                                                   base::LogLevel::info};
inline constexpr base::ProblemKind redirect_refused{"client.redirect_refused", "Redirect is not followed", 502,
                                                    base::LogLevel::warning};
inline constexpr base::ProblemKind too_many_redirects{"client.too_many_redirects", "Too many redirects", 502,
                                                      base::LogLevel::info};
inline constexpr base::ProblemKind host_unknown{"client.host_unknown", "Host name is not known", 502,
                                                base::LogLevel::info};
inline constexpr base::ProblemKind host_unreachable{"client.host_unreachable", "Host cannot be reached", 502,
                                                    base::LogLevel::info};
inline constexpr base::ProblemKind tls_failed{"client.tls_failed", "Encrypted connection failed", 502,
                                              base::LogLevel::warning};
inline constexpr base::ProblemKind answer_too_slow{"client.too_slow", "Host answered too slowly", 504,
                                                   base::LogLevel::info};
inline constexpr base::ProblemKind answer_too_large{"client.too_large", "Answer is too large", 502,
                                                    base::LogLevel::info};
inline constexpr base::ProblemKind request_stopped{"client.stopped", "Request was stopped", 409, base::LogLevel::info};
/// The connection broke in the middle, or what came was not HTTP.
inline constexpr base::ProblemKind answer_broken{"client.broken", "Answer broke off", 502, base::LogLevel::info};

}  // namespace platform::client
