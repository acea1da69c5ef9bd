#include "platform/client/address_rules.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/text.h"
#include "platform/client/url.h"

namespace platform::client {
namespace {

struct Range {
  AddressBlock block;
  std::string_view what;
};

struct RangeText {
  std::string_view block, what;
};

// The special-purpose registries of IANA (RFC 6890 and its updates), and what is not for single hosts.
constexpr RangeText special_ranges[] = {
    {"0.0.0.0/8", "the unspecified address"},
    {"10.0.0.0/8", "a private network"},
    {"100.64.0.0/10", "a provider's inner network"},
    {"127.0.0.0/8", "this machine itself"},
    {"169.254.0.0/16", "a link-local address"},
    {"172.16.0.0/12", "a private network"},
    {"192.0.0.0/24", "a reserved address"},
    {"192.0.2.0/24", "an address for documentation"},
    {"192.88.99.0/24", "a 6to4 relay"},
    {"192.168.0.0/16", "a private network"},
    {"198.18.0.0/15", "an address for measurements"},
    {"198.51.100.0/24", "an address for documentation"},
    {"203.0.113.0/24", "an address for documentation"},
    {"224.0.0.0/4", "a multicast address"},
    {"240.0.0.0/4", "a reserved address"},
    {"::/128", "the unspecified address"},
    {"::1/128", "this machine itself"},
    {"::ffff:0:0/96", "an IPv4 address inside an IPv6 one"},
    {"::/96", "an IPv4 address inside an IPv6 one"},
    {"64:ff9b:1::/48", "a private network"},
    {"100::/64", "a reserved address"},
    {"2001::/23", "a reserved address"},
    {"2001:db8::/32", "an address for documentation"},
    {"2002::/16", "an IPv4 address inside an IPv6 one"},
    {"3fff::/20", "an address for documentation"},
    {"5f00::/16", "a reserved address"},
    {"fc00::/7", "a private network"},
    {"fe80::/10", "a link-local address"},
    {"fec0::/10", "a private network"},
    {"ff00::/8", "a multicast address"},
};

const std::vector<Range>& ranges() {
  static const std::vector<Range> all = [] {
    std::vector<Range> read;
    for (const RangeText& range : special_ranges) read.push_back({*AddressBlock::parse(range.block), range.what});
    return read;
  }();
  return all;
}

IpAddress inner_v4(const IpAddress& address, std::size_t at) {
  IpAddress inner;
  std::copy_n(address.bytes.begin() + static_cast<std::ptrdiff_t>(at), 4, inner.bytes.begin());
  return inner;
}

bool is_in(std::string_view block, const IpAddress& address) {
  return AddressBlock::parse(block)->contains(address);
}

/// The IPv4 address that an IPv6 one stands for, where packets end up there.
std::optional<IpAddress> embedded_v4(const IpAddress& address) {
  if (!address.is_v6) return std::nullopt;
  if (is_in("::ffff:0:0/96", address) || is_in("64:ff9b::/96", address)) return inner_v4(address, 12);
  if (is_in("2002::/16", address)) return inner_v4(address, 2);
  return std::nullopt;
}

/// What makes the address special; "" for one on the open internet.
std::string_view special_use(const IpAddress& address) {
  const auto found = std::ranges::find_if(ranges(), [&](const Range& range) { return range.block.contains(address); });
  if (found != ranges().end()) return found->what;
  // NAT64 is how hosts without IPv4 reach the open internet, and its inside, too.
  const auto inner = embedded_v4(address);
  return inner ? special_use(*inner) : std::string_view{};
}

bool is_host_name(std::string_view text) {
  const auto allowed = [](char c) {
    return base::is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  return !text.empty() && text.size() <= 253 && std::ranges::all_of(text, allowed) &&
         !std::ranges::all_of(text, [](char c) { return base::is_digit(c) || c == '.'; });
}

tl::unexpected<base::Problem> refused(std::string_view host, const IpAddress& address, std::string_view use) {
  const std::string shown = address.to_string();
  const std::string named = host == shown
                                ? "The address " + shown
                                : "The host \"" + std::string(host) + "\" has the address " + shown + ", which";
  return base::failure(address_refused, named + " is " + std::string(use) + "; it is not reached from here.",
                       "Give an address on the internet. If it is meant to be reached, an administrator adds " + shown +
                           " or " + std::string(host) + " to the setting ALLOWED_PRIVATE_NETWORKS.",
                       {.field = "url"});
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  IpAddress address;
  address.is_v6 = text.find(':') != std::string_view::npos;
  const std::string terminated(text);
  if (inet_pton(address.is_v6 ? AF_INET6 : AF_INET, terminated.c_str(), address.bytes.data()) != 1) return std::nullopt;
  if (terminated.find('\0') != std::string::npos) return std::nullopt;
  return address;
}

std::string IpAddress::to_string() const {
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(is_v6 ? AF_INET6 : AF_INET, bytes.data(), text.data(), text.size());
  return text.data();
}

std::optional<AddressBlock> AddressBlock::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = IpAddress::parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  const unsigned longest = address->is_v6 ? 128 : 32;
  AddressBlock block{*address, longest};
  if (slash == std::string_view::npos) return block;
  const std::string_view digits = text.substr(slash + 1);
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), block.prefix);
  if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size() || block.prefix > longest)
    return std::nullopt;
  return block;
}

bool AddressBlock::contains(const IpAddress& candidate) const {
  if (candidate.is_v6 != address.is_v6) return false;
  const std::size_t whole = prefix / 8;
  if (!std::equal(address.bytes.begin(), address.bytes.begin() + static_cast<std::ptrdiff_t>(whole),
                  candidate.bytes.begin())) {
    return false;
  }
  const unsigned rest = prefix % 8;
  if (rest == 0) return true;
  return ((address.bytes[whole] ^ candidate.bytes[whole]) >> (8 - rest)) == 0;
}

base::Result<AddressRules> AddressRules::from(std::string_view allowed) {
  AddressRules rules;
  for (const std::string_view part : base::split(allowed, ',')) {
    const std::string item = base::to_lower_ascii(base::trim(part));
    if (item.empty()) continue;
    if (const auto block = AddressBlock::parse(item)) {
      rules.blocks_.push_back(*block);
    } else if (is_host_name(item)) {
      rules.hosts_.push_back(item);
    } else {
      return base::failure(address_rule_invalid,
                           "\"" + item + "\" in ALLOWED_PRIVATE_NETWORKS is neither a network nor a host name.",
                           "Write networks such as 10.1.0.0/16 or fd00::/8, and host names such as nas.lan, separated "
                           "by commas.",
                           {.field = "ALLOWED_PRIVATE_NETWORKS"});
    }
  }
  return rules;
}

base::Result<> AddressRules::check(const IpAddress& address, std::string_view host) const {
  const std::string_view use = special_use(address);
  if (use.empty() || std::ranges::find(hosts_, host) != hosts_.end()) return {};
  const auto inner = embedded_v4(address);
  const bool is_allowed = std::ranges::any_of(
      blocks_, [&](const AddressBlock& block) { return block.contains(address) || (inner && block.contains(*inner)); });
  if (is_allowed) return {};
  return refused(host, address, use);
}

base::Result<> AddressRules::check_url(std::string_view text) const {
  ASSIGN_OR_RETURN(const Url url, parse_url(text));
  if (const auto address = IpAddress::parse(url.host)) return check(*address, url.host);
  if (url.host == "localhost" || url.host.ends_with(".localhost"))
    return check(*IpAddress::parse("127.0.0.1"), url.host);
  return {};
}

}  // namespace platform::client
