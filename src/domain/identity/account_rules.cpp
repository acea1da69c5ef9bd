#include "domain/identity/account_rules.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "domain/identity/users.h"
#include "platform/config/secrets.h"

namespace identity {
namespace {

constexpr std::size_t longest_email = 254;
constexpr std::size_t longest_name = 200;
constexpr std::size_t shortest_password = 12;
constexpr std::size_t longest_password = 1024;

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool looks_like_email(std::string_view email) {
  const std::size_t at = email.find('@');
  return !email.empty() && email.size() <= longest_email && at != std::string_view::npos && at > 0 &&
         at + 1 < email.size() && email.find('@', at + 1) == std::string_view::npos &&
         std::ranges::none_of(email, [](char c) { return is_control(c) || base::is_blank(c); }) &&
         base::is_valid_utf8(email);
}

}  // namespace

base::Result<std::string> checked_email(std::string_view text) {
  const std::string_view email = base::trim(text);
  if (looks_like_email(email)) return std::string(email);
  return base::failure(email_invalid, "\"" + std::string(base::utf8_prefix(email, longest_email)) + "\" is no address.",
                       "Use the form name@example.com, at most 254 characters.");
}

std::string email_key(std::string_view email) {
  return base::to_lower(base::trim(email));
}

base::Result<std::string> checked_name(std::string_view text, const base::ProblemKind& kind) {
  const std::string_view name = base::trim(text);
  const bool is_fine = !name.empty() && base::is_valid_utf8(name) && base::utf8_length(name) <= longest_name &&
                       std::ranges::none_of(name, is_control);
  if (is_fine) return std::string(name);
  return base::failure(kind, name.empty() ? "The name is empty." : "The name is too long or holds control characters.",
                       "Give a name of 1 to 200 characters on one line.");
}

base::Result<> check_password(std::string_view password, std::string_view email) {
  const auto weak = [](std::string message) {
    return base::failure(password_weak, std::move(message),
                         "Use at least 12 characters; a few words that do not belong together are easy to remember.");
  };
  if (base::utf8_length(password) < shortest_password) return weak("The password is too short.");
  if (password.size() > longest_password) return weak("The password is longer than 1024 bytes.");
  if (platform::config::is_placeholder_secret(password)) return weak("The password is one that everybody tries.");
  const std::string lower = base::to_lower(password);
  if (!email.empty() && lower == email_key(email)) return weak("The password is the address.");
  if (lower.find_first_not_of(lower.front()) == std::string::npos)
    return weak("The password is one character repeated.");
  return {};
}

bool is_storable(std::string_view text) {
  return text.find('\0') == std::string_view::npos && base::is_valid_utf8(text);
}

std::string kept_user_agent(std::string_view header) {
  constexpr std::size_t longest = 300;
  std::string kept(header.substr(0, longest));
  std::ranges::replace_if(
      kept, [](char c) { return c < ' ' || c > '~'; }, '?');
  return kept;
}

std::string network_of(std::string_view address) {
  constexpr std::size_t household_bytes = 8;
  const std::string text(address);
  in6_addr parsed{};
  if (inet_pton(AF_INET6, text.c_str(), &parsed) != 1 || IN6_IS_ADDR_V4MAPPED(&parsed)) return text;
  std::fill(std::begin(parsed.s6_addr) + household_bytes, std::end(parsed.s6_addr), std::uint8_t{0});
  std::array<char, INET6_ADDRSTRLEN> shown{};
  inet_ntop(AF_INET6, &parsed, shown.data(), shown.size());
  return std::string(shown.data()) + "/64";
}

}  // namespace identity
