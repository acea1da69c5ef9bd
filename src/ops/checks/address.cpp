#include "ops/checks/address.h"

#include <algorithm>

#include "base/text.h"

namespace ops {

std::optional<Address> address_in(std::string_view url) {
  Address address;
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  address.scheme = base::to_lower_ascii(url.substr(0, colon));
  if (address.scheme != "http" && address.scheme != "https") return std::nullopt;
  std::string_view rest = url.substr(colon + 3);
  std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  rest.remove_prefix(authority.size());
  address.path = rest.substr(0, rest.find_first_of("?#"));
  const std::size_t bracket = authority.find(']');
  const std::size_t port = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  address.port = port == std::string_view::npos ? (address.is_encrypted() ? "443" : "80") : authority.substr(port + 1);
  authority = authority.substr(0, port);
  if (bracket != std::string_view::npos && authority.starts_with('[')) authority = authority.substr(1, bracket - 1);
  address.host = base::to_lower_ascii(authority);
  const bool is_usable = !address.host.empty() && address.host.find_first_of("@ \r\n") == std::string::npos &&
                         !address.port.empty() && std::ranges::all_of(address.port, base::is_digit);
  return is_usable ? std::optional(address) : std::nullopt;
}

}  // namespace ops
