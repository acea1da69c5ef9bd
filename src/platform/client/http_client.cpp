#include "platform/client/http_client.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "platform/client/redirects.h"
#include "platform/client/transfer.h"
#include "platform/client/url.h"

namespace platform::client {
namespace {

using Clock = std::chrono::steady_clock;

std::string_view find_header(const Headers& headers, std::string_view name) {
  const auto found = std::ranges::find_if(headers, [&](const auto& header) { return header.first == name; });
  return found == headers.end() ? std::string_view{} : std::string_view(found->second);
}

bool is_token(std::string_view name) {
  const auto allowed = [](char c) {
    return base::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  };
  return !name.empty() && std::ranges::all_of(name, allowed);
}

base::Result<> check_sendable(const HttpRequest& request) {
  if (!is_token(request.method)) {
    return base::failure(request_refused, "\"" + request.method + "\" is not a method of HTTP.", "Use GET or POST.");
  }
  for (const auto& [name, value] : request.headers) RETURN_IF_FAILED(check_header(name, value));
  return {};
}

/// What is left of the time for all hops.
base::Result<> keep_time(Exchange& exchange, const HttpRequest& request, Clock::time_point begun) {
  if (request.timeouts.total.count() <= 0) return {};
  const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun);
  exchange.timeouts.total = request.timeouts.total - passed;
  if (exchange.timeouts.total.count() > 0) return {};
  return base::failure(transfer_problem(CURLE_OPERATION_TIMEDOUT, "", peer_of(exchange), true, 0));
}

}  // namespace

// A line break inside would end the header and begin another one.
base::Result<> check_header(std::string_view name, std::string_view value) {
  const bool is_clean = std::ranges::none_of(value, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
  if (is_token(name) && is_clean) return {};
  return base::failure(request_refused, "The header \"" + std::string(base::trim(name)) + "\" cannot be sent.",
                       "Use letters, digits and '-' in its name, and one line of text as its value.",
                       {.field = "headers"});
}

std::string_view HttpResponse::header(std::string_view name) const {
  return find_header(headers, name);
}

std::string_view Download::header(std::string_view name) const {
  return find_header(headers, name);
}

base::Result<Download> HttpClient::download(const HttpRequest& request, const BodySink& sink,
                                            const HeadSink& head) const {
  RETURN_IF_FAILED(check_sendable(request));
  RETURN_IF_FAILED(rules_.check_url(request.url));
  ASSIGN_OR_RETURN(Url url, parse_url(request.url));
  Exchange exchange{std::move(url),   request.method,   request.headers,   request.body,        request.user,
                    request.password, request.timeouts, request.max_bytes, request.should_stop, request.authority};
  const Handle handle = make_handle();
  const auto begun = Clock::now();
  for (int followed = 0;; ++followed) {
    RETURN_IF_FAILED(keep_time(exchange, request, begun));
    const auto leads_on = [&](const Download& answer) { return request.follow_redirects > 0 && is_redirect(answer); };
    const HeadJudge judge = [&](const Download& answer) -> base::Result<bool> {
      if (leads_on(answer)) return false;
      if (head) RETURN_IF_FAILED(head(answer));
      return true;
    };
    ASSIGN_OR_RETURN(Download answer, transfer(handle, rules_, exchange, judge, sink));
    answer.final_url = exchange.url.text;
    answer.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun);
    if (!leads_on(answer)) return answer;
    if (followed == request.follow_redirects) {
      return base::failure(too_many_redirects,
                           "The address was redirected more than " + std::to_string(request.follow_redirects) +
                               " times, at last from \"" + exchange.url.shown() + "\".",
                           "Open the address in a browser and use the one it ends at; it may also ask for a login.");
    }
    RETURN_IF_FAILED(redirect(exchange, answer, rules_));
  }
}

base::Result<HttpResponse> HttpClient::send(const HttpRequest& request) const {
  HttpResponse response;
  const BodySink keep = [&](std::span<const char> bytes) -> base::Result<> {
    response.body.append(bytes.data(), bytes.size());
    return {};
  };
  ASSIGN_OR_RETURN(Download answer, download(request, keep));
  response.status = answer.status;
  response.headers = std::move(answer.headers);
  response.final_url = std::move(answer.final_url);
  response.duration = answer.duration;
  return response;
}

}  // namespace platform::client
