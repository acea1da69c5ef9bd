#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace platform::client {

/// An http or https address, taken apart by the library that will connect to it, so that both understand it alike.
struct Url {
  std::string text;    ///< as sent, without fragment
  std::string scheme;  ///< http or https
  std::string host;    ///< lower case, an IPv6 address without its brackets
  std::string port;    ///< always there

  /// For people and logs: without the query, which may hold a key.
  std::string shown() const;
};

/// Fails with url_refused: not http or https, a user name or password inside, a host in an odd spelling.
base::Result<Url> parse_url(std::string_view text);
/// Where a redirect leads to from `from`: `location` may be relative. Fails as parse_url() does.
base::Result<Url> follow(const Url& from, std::string_view location);

}  // namespace platform::client
