#include "platform/http/client_address.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <iterator>

#include "base/text.h"

namespace platform::http {
namespace {

namespace ip = boost::asio::ip;

// IPv4 that came through an IPv6 socket is compared as IPv4.
ip::address plain(std::string_view text, boost::system::error_code& error) {
  const ip::address address = ip::make_address(std::string(text), error);
  if (!error && address.is_v6() && address.to_v6().is_v4_mapped())
    return ip::make_address_v4(ip::v4_mapped, address.to_v6());
  return address;
}

bool contains(const std::string& network, const ip::address& address) {
  boost::system::error_code error;
  if (network.find('/') == std::string::npos) return plain(network, error) == address && !error;
  if (address.is_v4()) {
    const auto parsed = ip::make_network_v4(network, error);
    return !error && ip::network_v4(address.to_v4(), parsed.prefix_length()).canonical() == parsed.canonical();
  }
  const auto parsed = ip::make_network_v6(network, error);
  return !error && ip::network_v6(address.to_v6(), parsed.prefix_length()).canonical() == parsed.canonical();
}

}  // namespace

bool is_in_networks(std::string_view address, const std::vector<std::string>& networks) {
  boost::system::error_code error;
  const ip::address parsed = plain(address, error);
  if (error) return false;
  return std::any_of(networks.begin(), networks.end(),
                     [&](const std::string& network) { return contains(network, parsed); });
}

std::string client_address(std::string_view peer, std::string_view forwarded_for,
                           const std::vector<std::string>& trusted_proxies) {
  std::string nearest(peer);
  if (forwarded_for.empty()) return nearest;
  auto hops = base::split(forwarded_for, ',');
  std::reverse(hops.begin(), hops.end());
  for (const std::string_view hop : hops) {
    if (!is_in_networks(nearest, trusted_proxies)) break;
    boost::system::error_code error;
    const ip::address address = plain(base::trim(hop), error);
    if (error) break;
    nearest = address.to_string();
  }
  return nearest;
}

}  // namespace platform::http
