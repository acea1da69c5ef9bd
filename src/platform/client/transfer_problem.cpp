#include <fmt/format.h>

#include "base/text.h"
#include "platform/client/gate.h"

namespace platform::client {
namespace {

base::Problem too_slow(std::string_view detail, const Peer& peer, bool was_connected) {
  const std::string& host = peer.host;
  if (!was_connected) {
    return {&host_unreachable,
            fmt::format("The host \"{}\" did not let us connect in time.", host),
            "Check the address and its port, or whether a firewall stands in between.",
            {}};
  }
  if (detail.starts_with("Operation too slow")) {
    return {&answer_too_slow,
            fmt::format("The host \"{}\" sent less than {} bytes a second for {} seconds.", host,
                        base::group_thousands(peer.timeouts.slowest_rate), peer.timeouts.stalled_after.count()),
            "Try again later; if it stays like this, ask the operator of that server.",
            {}};
  }
  return {&answer_too_slow,
          fmt::format("The host \"{}\" took longer than allowed to answer.", host),
          "Try again later; if it stays like this, ask the operator of that server.",
          {}};
}

base::Problem broken(CURLcode code, std::string_view detail, const Peer& peer, std::uint64_t bytes) {
  const std::string& host = peer.host;
  constexpr std::string_view cure = "Try again; if it stays like this, ask the operator of that server.";
  if (code == CURLE_PARTIAL_FILE || bytes > 0) {
    return {
        &answer_broken,
        fmt::format("The answer of \"{}\" broke off after {} bytes ({}).", host, base::group_thousands(bytes), detail),
        std::string(cure),
        {}};
  }
  return {&answer_broken,
          fmt::format("The host \"{}\" gave no answer that can be read ({}).", host, detail),
          "Check that the address and its port are those of " + peer.what + ". " + std::string(cure),
          {}};
}

bool is_about_tls(CURLcode code) {
  switch (code) {
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_USE_SSL_FAILED:
      return true;
    default:
      return false;
  }
}

}  // namespace

base::Problem transfer_problem(CURLcode code, const char* detail, const Peer& peer, bool was_connected,
                               std::uint64_t bytes) {
  const std::string& host = peer.host;
  const std::string_view said = *detail != '\0' ? detail : curl_easy_strerror(code);
  if (is_about_tls(code)) {
    return {&tls_failed,
            fmt::format("No encrypted connection to \"{}\" is possible: {}.", host, said),
            peer.tls_advice,
            {}};
  }
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return {&host_unknown,
              fmt::format("The host name \"{}\" is not known.", host),
              "Check the spelling of the address; if it is right, try again later.",
              {}};
    case CURLE_COULDNT_CONNECT:
      return {&host_unreachable,
              fmt::format("Nothing answers at \"{}\", port {}.", host, peer.port),
              "Check the address and its port, and that the server is running.",
              {}};
    case CURLE_OPERATION_TIMEDOUT:
      return too_slow(said, peer, was_connected);
    default:
      return broken(code, said, peer, bytes);
  }
}

}  // namespace platform::client
