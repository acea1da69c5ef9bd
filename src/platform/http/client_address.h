#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace platform::http {

/// True when `address` is one of `networks`: addresses, or networks such as "10.0.0.0/8" and "fd00::/8".
bool is_in_networks(std::string_view address, const std::vector<std::string>& networks);

/// The client behind trusted proxies: the last address of X-Forwarded-For that is not a proxy of ours; the peer itself
/// when the peer is not trusted.
std::string client_address(std::string_view peer, std::string_view forwarded_for,
                           const std::vector<std::string>& trusted_proxies);

}  // namespace platform::http
