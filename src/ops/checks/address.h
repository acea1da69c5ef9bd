#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ops {

/// An http or https address, taken apart.
struct Address {
  std::string scheme, host, port;  ///< an IPv6 host without its brackets; the port is always there
  std::string path;                ///< "" or from its slash on, without query

  bool is_encrypted() const { return scheme == "https"; }
  bool is_this_machine() const { return host == "localhost" || host == "127.0.0.1" || host == "::1"; }
};

/// Nothing when it is none.
std::optional<Address> address_in(std::string_view url);

}  // namespace ops
