#include "platform/client/gate.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <stdexcept>

namespace platform::client {
namespace {

std::optional<IpAddress> address_of(const curl_sockaddr& socket_address) {
  IpAddress address;
  if (socket_address.family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &socket_address.addr, sizeof v4);
    std::memcpy(address.bytes.data(), &v4.sin_addr, sizeof v4.sin_addr);
    return address;
  }
  if (socket_address.family != AF_INET6 || socket_address.addrlen < sizeof(sockaddr_in6)) return std::nullopt;
  // The library's struct ends in a plain sockaddr, behind which the longer address goes on.
  sockaddr_in6 v6{};
  std::memcpy(&v6, reinterpret_cast<const char*>(&socket_address) + offsetof(curl_sockaddr, addr), sizeof v6);
  address.is_v6 = true;
  std::memcpy(address.bytes.data(), &v6.sin6_addr, sizeof v6.sin6_addr);
  return address;
}

/// The last moment before a connection: here the address is what it is, whatever a name server said before.
curl_socket_t on_open(void* gate, curlsocktype, curl_sockaddr* socket_address) {
  auto& self = *static_cast<Gate*>(gate);
  const bool is_allowed = self.guarded([&]() -> base::Result<> {
    const auto address = address_of(*socket_address);
    if (address) return self.rules.check(*address, self.host);
    return base::failure(address_refused, "The host \"" + self.host + "\" has no internet address.",
                         "Give an address on the internet.");
  });
  if (!is_allowed) return CURL_SOCKET_BAD;
  return ::socket(socket_address->family, socket_address->socktype | SOCK_CLOEXEC, socket_address->protocol);
}

int on_progress(void* gate, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  auto& self = *static_cast<Gate*>(gate);
  return self.guarded([&] { return self.check_stop(); }) ? 0 : 1;
}

}  // namespace

Handle make_handle() {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);  // once a process
  Handle handle(ready == CURLE_OK ? curl_easy_init() : nullptr);
  if (!handle) throw std::runtime_error("libcurl cannot be set up");
  return handle;
}

base::Result<> Gate::check_stop() const {
  if (!should_stop || !should_stop()) return {};
  return base::failure(request_stopped, "The request to \"" + host + "\" was stopped.",
                       "Start it again when it is wanted.");
}

void Gate::watch(CURL* handle, const char* protocols) {
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, protocols);
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, &on_open);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, this);
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, should_stop ? 0L : 1L);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, &on_progress);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, this);
}

void set_limits(CURL* handle, const HttpTimeouts& timeouts) {
  const auto total = timeouts.total.count();
  const auto connect = total > 0 ? std::min(timeouts.connect.count(), total) : timeouts.connect.count();
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(total));
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect));
  curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(timeouts.slowest_rate));
  curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(timeouts.stalled_after.count()));
}

void set_authority(CURL* handle, const std::string& authority) {
  if (authority.empty()) return;
  // The library takes its own copy; it does not write into what it is given.
  curl_blob pem{const_cast<char*>(authority.data()), authority.size(), CURL_BLOB_COPY};
  curl_easy_setopt(handle, CURLOPT_CAINFO_BLOB, &pem);
  curl_easy_setopt(handle, CURLOPT_CAPATH, nullptr);
}

}  // namespace platform::client
