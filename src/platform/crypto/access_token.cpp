#include "platform/crypto/access_token.h"

#include <boost/json.hpp>
#include <optional>

#include "base/json_writer.h"
#include "platform/crypto/digest.h"
#include "platform/crypto/encoding.h"

namespace platform::crypto {
namespace {

namespace json = boost::json;

constexpr std::string_view issuer = "suppliers-import";
constexpr std::string_view algorithm = "HS256";
constexpr std::size_t longest_token = 2048;
constexpr std::size_t key_id_length = 8;
constexpr std::int64_t microseconds_in_second = 1'000'000;

/// The three parts of a token, still encoded, and the text that its signature covers.
struct Parts {
  std::string_view header, claims, signature, signed_text;
};

std::optional<Parts> split_token(std::string_view token) {
  if (token.size() > longest_token) return std::nullopt;
  const std::size_t first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos) return std::nullopt;
  return Parts{token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1),
               token.substr(0, second)};
}

std::optional<json::object> decode_object(std::string_view part) {
  const auto text = from_base64url(part);
  if (!text) return std::nullopt;
  json::error_code error;
  json::value value = json::parse(*text, error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value).as_object();
}

std::string_view text_member(const json::object& object, std::string_view name) {
  const auto* const value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view{};
}

std::optional<base::Timestamp> time_member(const json::object& object, std::string_view name) {
  constexpr std::int64_t latest = 253'402'300'799;  // the last second of the year 9999
  const auto* const value = object.if_contains(name);
  if (value == nullptr || !value->is_int64()) return std::nullopt;
  const std::int64_t seconds = value->get_int64();
  if (seconds < 0 || seconds > latest) return std::nullopt;
  return base::Timestamp(seconds * microseconds_in_second);
}

std::optional<AccessClaims> claims_of(const json::object& object) {
  const auto user = base::Uuid::parse(text_member(object, "sub"));
  const auto session = base::Uuid::parse(text_member(object, "sid"));
  const auto issued = time_member(object, "iat");
  const auto expires = time_member(object, "exp");
  if (!user || !session || !issued || !expires || text_member(object, "iss") != issuer) return std::nullopt;
  return AccessClaims{*user, *session, *issued, *expires};
}

tl::unexpected<base::Problem> invalid(std::string message) {
  return base::failure(token_invalid, std::move(message), "Log in again.");
}

}  // namespace

AccessTokenSigner::AccessTokenSigner(std::string key, const std::string& previous_key) {
  // The id tells keys apart and nothing about them.
  const auto add = [this](const std::string& secret) {
    keys_.push_back({sha256_hex("key id of " + secret).substr(0, key_id_length), secret});
  };
  add(key);
  if (!previous_key.empty() && previous_key != key) add(previous_key);
}

const AccessTokenSigner::Key* AccessTokenSigner::find(std::string_view id) const {
  for (const Key& key : keys_) {
    if (key.id == id) return &key;
  }
  return nullptr;
}

std::string AccessTokenSigner::sign(const AccessClaims& claims) const {
  const Key& key = keys_.front();
  base::JsonWriter header;
  header.begin_object().member("alg", algorithm).member("typ", "JWT").member("kid", key.id).end_object();
  base::JsonWriter body;
  body.begin_object()
      .member("iss", issuer)
      .member("sub", claims.user_id.to_string())
      .member("sid", claims.session_id.to_string())
      .member("iat", claims.issued_at.microseconds() / microseconds_in_second)
      .member("exp", claims.expires_at.microseconds() / microseconds_in_second)
      .end_object();
  std::string token = to_base64url(header.text()) + '.' + to_base64url(body.text());
  const std::string signature = hmac_sha256(key.secret, token);
  return token + '.' + to_base64url(signature);
}

base::Result<AccessClaims> AccessTokenSigner::verify(std::string_view token, base::Timestamp now) const {
  const auto parts = split_token(token);
  const auto header = parts ? decode_object(parts->header) : std::nullopt;
  if (!header) return invalid("The access token is not one of ours.");
  // The algorithm is ours to choose, never the token's.
  if (text_member(*header, "alg") != algorithm || header->contains("crit")) {
    return invalid("The access token is not signed the way ours are.");
  }
  const Key* const key = find(text_member(*header, "kid"));
  const auto signature = from_base64url(parts->signature);
  if (key == nullptr || !signature || !is_equal_secret(*signature, hmac_sha256(key->secret, parts->signed_text))) {
    return invalid("The access token's signature is not ours.");
  }
  const auto object = decode_object(parts->claims);
  const auto claims = object ? claims_of(*object) : std::nullopt;
  if (!claims) return invalid("The access token does not say whose it is.");
  if (claims->issued_at > now + clock_skew) return invalid("The access token is from the future.");
  if (claims->expires_at + clock_skew <= now) {
    return base::failure(token_expired, "The access token expired at " + claims->expires_at.to_string() + '.',
                         "Renew it with the refresh token, or log in again.");
  }
  return *claims;
}

}  // namespace platform::crypto
