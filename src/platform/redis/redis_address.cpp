#include "platform/redis/redis_address.h"

#include <charconv>
#include <optional>

namespace platform::redis {
namespace {

tl::unexpected<base::Problem> invalid(std::string message) {
  return base::failure(redis_url_invalid, std::move(message),
                       "Write it as redis://:password@host:6379/0, or rediss:// for TLS; a sign such as @ or / in a "
                       "password is written %40 or %2F.");
}

std::optional<unsigned> number(std::string_view text, unsigned highest) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_whole = error == std::errc{} && end == text.data() + text.size();
  return is_whole && value <= highest ? std::optional(value) : std::nullopt;
}

std::optional<std::string> decoded(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      plain += text[at];
      continue;
    }
    unsigned value = 0;
    const auto digits = text.substr(at + 1, 2);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (digits.size() != 2 || error != std::errc{} || end != digits.data() + 2) return std::nullopt;
    plain += static_cast<char>(value);
    at += 2;
  }
  return plain;
}

/// Takes what stands before `mark` off the text; nothing when the mark is not there.
std::optional<std::string_view> taken_before(std::string_view& text, std::size_t mark) {
  if (mark == std::string_view::npos) return std::nullopt;
  const auto before = text.substr(0, mark);
  text.remove_prefix(mark + 1);
  return before;
}

base::Result<> read_login(RedisAddress& address, std::string_view login) {
  const auto user = decoded(login.substr(0, login.find(':')));
  const auto colon = login.find(':');
  const auto password = decoded(colon == std::string_view::npos ? "" : login.substr(colon + 1));
  if (!user || !password) return invalid("The user or the password in the Redis URL has a % without two hex digits.");
  address.user = *user;
  address.password = *password;
  return {};
}

base::Result<> read_host(RedisAddress& address, std::string_view place) {
  std::string_view port;
  if (place.starts_with('[')) {
    const auto bracket = place.find(']');
    if (bracket == std::string_view::npos) return invalid("The IPv6 address in the Redis URL has no closing bracket.");
    address.host = place.substr(1, bracket - 1);
    port = place.substr(bracket + 1);
  } else {
    const auto colon = place.find(':');
    if (!place.substr(0, colon).empty()) address.host = place.substr(0, colon);
    port = colon == std::string_view::npos ? std::string_view{} : place.substr(colon);
  }
  if (port.empty()) return {};
  const auto value = port.front() == ':' ? number(port.substr(1), 65'535) : std::nullopt;
  if (!value || *value == 0) return invalid("The port in the Redis URL is not a number from 1 to 65535.");
  address.port = std::to_string(*value);
  return {};
}

}  // namespace

base::Result<RedisAddress> RedisAddress::from(std::string_view url) {
  RedisAddress address;
  if (url.starts_with("rediss://")) {
    address.has_tls = true;
  } else if (!url.starts_with("redis://")) {
    return invalid("The Redis URL does not begin with redis:// or rediss://.");
  }
  url.remove_prefix(url.find("//") + 2);
  url = url.substr(0, url.find_first_of("?#"));
  if (const auto login = taken_before(url, url.rfind('@'))) RETURN_IF_FAILED(read_login(address, *login));
  const auto slash = url.find('/');
  RETURN_IF_FAILED(read_host(address, url.substr(0, slash)));
  const auto database = slash == std::string_view::npos ? std::string_view{} : url.substr(slash + 1);
  if (database.empty()) return address;
  const auto value = number(database, 1'000'000);
  if (!value) return invalid("The database at the end of the Redis URL is not a number.");
  address.database = *value;
  return address;
}

std::string RedisAddress::shown() const {
  const std::string where = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return (has_tls ? "rediss://" : "redis://") + where + ":" + port + "/" + std::to_string(database);
}

}  // namespace platform::redis
