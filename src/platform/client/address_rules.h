#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace platform::client {

/// An IPv4 or IPv6 address as its bytes; IPv4 takes the first four.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};
  bool is_v6 = false;

  /// Reads the usual spelling alone ("192.0.2.1", "2001:db8::1"); nothing for anything else.
  static std::optional<IpAddress> parse(std::string_view text);
  std::string to_string() const;
  bool operator==(const IpAddress&) const = default;
};

/// A block of addresses: "10.0.0.0/8", "fd00::/8"; one address is a block of itself.
struct AddressBlock {
  IpAddress address;
  unsigned prefix = 0;

  static std::optional<AddressBlock> parse(std::string_view text);
  bool contains(const IpAddress& candidate) const;
};

/// Where this program may connect to when a user gives the address: the open internet, and of the private networks
/// what an administrator allowed. The one place of these rules; a value, cheap to copy.
class AddressRules {
 public:
  /// Refuses every private network.
  AddressRules() = default;
  /// `allowed`: the setting ALLOWED_PRIVATE_NETWORKS, blocks of addresses or host names separated by commas. Fails with
  /// address_rule_invalid.
  static base::Result<AddressRules> from(std::string_view allowed);

  /// Fails with address_refused when `address`, which `host` led to, is not on the open internet nor allowed. An IPv4
  /// address inside an IPv6 one (mapped, NAT64, 6to4) is judged as itself.
  base::Result<> check(const IpAddress& address, std::string_view host) const;
  /// What can be told of an URL before anything is resolved: http or https, no user name or password inside, a host
  /// that is a name or an address in its usual spelling, an address that may be reached. Fails with url_refused,
  /// address_refused. Worth asking when a user gives the URL; HttpClient asks again for each request.
  base::Result<> check_url(std::string_view url) const;

 private:
  std::vector<AddressBlock> blocks_;
  std::vector<std::string> hosts_;  // lower case
};

inline constexpr base::ProblemKind address_rule_invalid{"config.allowed_networks", "Allowed network is not valid", 500,
                                                        base::LogLevel::error};
inline constexpr base::ProblemKind address_refused{"client.address_refused", "Address is on a private network", 422,
                                                   base::LogLevel::warning};
inline constexpr base::ProblemKind url_refused{"client.url_refused", "URL cannot be used", 422, base::LogLevel::info};

}  // namespace platform::client
