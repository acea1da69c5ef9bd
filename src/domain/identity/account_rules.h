#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace identity {

/// An address without blanks around it; fails with email_invalid.
base::Result<std::string> checked_email(std::string_view text);
/// What tells addresses apart: case does not.
std::string email_key(std::string_view email);
/// A name of a user or key, without blanks around it; fails with `kind`.
base::Result<std::string> checked_name(std::string_view text, const base::ProblemKind& kind);
/// Fails with password_weak: too short or long, a word everybody tries, the address itself.
base::Result<> check_password(std::string_view password, std::string_view email);
/// False for what PostgreSQL cannot keep: broken UTF-8, zero bytes.
bool is_storable(std::string_view text);
/// The program's name as a browser sends it, shortened, on one line.
std::string kept_user_agent(std::string_view header);
/// The network an address belongs to: itself, or for IPv6 its first 64 bits, which one household shares.
std::string network_of(std::string_view address);

}  // namespace identity
