#include "platform/client/redirects.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace platform::client {
namespace {

/// Whether what was meant for one may be sent to the other: the same host, as safe or safer.
bool is_same_host(const Url& from, const Url& to) {
  if (from.host != to.host) return false;
  return (from.scheme == to.scheme && from.port == to.port) || (from.port == "80" && to.port == "443");
}

/// Headers that say what is wanted, not who asks.
bool is_harmless(std::string_view name) {
  constexpr std::array names{"accept", "accept-encoding", "accept-language", "user-agent",       "content-type",
                             "range",  "if-range",        "if-none-match",   "if-modified-since"};
  return std::ranges::find(names, base::to_lower_ascii(name)) != names.end();
}

void leave_credentials(Exchange& exchange) {
  exchange.user.clear();
  exchange.password.clear();
  std::erase_if(exchange.headers, [](const auto& header) { return !is_harmless(header.first); });
}

/// What browsers do: 303 always becomes a GET, 301 and 302 make one of a POST.
void change_method(Exchange& exchange, int status) {
  const bool becomes_get =
      (status == 303 && exchange.method != "HEAD") || ((status == 301 || status == 302) && exchange.method == "POST");
  if (!becomes_get) return;
  exchange.method = "GET";
  exchange.body.clear();
  std::erase_if(exchange.headers,
                [](const auto& header) { return base::to_lower_ascii(header.first) == "content-type"; });
}

base::Problem on_the_way(base::Problem problem, const Url& from) {
  problem.message = "\"" + from.shown() + "\" redirects elsewhere. " + problem.message;
  return problem;
}

}  // namespace

bool is_redirect(const Download& answer) {
  constexpr std::array statuses{301, 302, 303, 307, 308};
  return std::ranges::find(statuses, answer.status) != statuses.end() && !answer.header("location").empty();
}

base::Result<> redirect(Exchange& exchange, const Download& answer, const AddressRules& rules) {
  auto next = follow(exchange.url, answer.header("location"));
  if (!next) return base::failure(on_the_way(std::move(next).error(), exchange.url));
  if (exchange.url.scheme == "https" && next->scheme == "http") {
    return base::failure(redirect_refused,
                         "\"" + exchange.url.shown() + "\" redirects to \"" + next->shown() +
                             "\", which is not encrypted while the first address was.",
                         "Ask the operator of that server for an address that stays with https.");
  }
  if (auto allowed = rules.check_url(next->text); !allowed)
    return base::failure(on_the_way(std::move(allowed).error(), exchange.url));
  if (!is_same_host(exchange.url, *next)) leave_credentials(exchange);
  change_method(exchange, answer.status);
  exchange.url = *std::move(next);
  return {};
}

}  // namespace platform::client
