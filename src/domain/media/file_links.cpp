#include "domain/media/file_links.h"

#include <charconv>
#include <cstdint>

#include "platform/crypto/digest.h"
#include "platform/crypto/encoding.h"

namespace media {
namespace {

constexpr std::int64_t week = 7 * 24 * 3600;

std::string key_from(std::string_view secret) {
  constexpr std::size_t key_size = 32;
  return secret.empty() ? std::string{} : platform::crypto::derive_key(secret, "links to pictures", key_size);
}

std::string path_of(std::string_view digest, std::string_view size) {
  return "/media/files/" + std::string(digest) + "/" + std::string(size);
}

std::string signature_of(std::string_view key, std::string_view path, std::string_view expires) {
  return platform::crypto::to_base64url(
      platform::crypto::hmac_sha256(key, std::string(path) + "?expires=" + std::string(expires)));
}

std::int64_t seconds(base::Timestamp moment) {
  return moment.microseconds() / 1'000'000;
}

}  // namespace

FileLinks::FileLinks(std::string_view secret, std::string_view previous_secret, std::string prefix)
    : key_(key_from(secret)), previous_key_(key_from(previous_secret)), prefix_(std::move(prefix)) {}

std::string FileLinks::link(std::string_view digest, std::string_view size, base::Timestamp now) const {
  const std::string path = path_of(digest, size);
  const std::string expires = std::to_string((seconds(now) / week + 2) * week);
  return prefix_ + path + "?expires=" + expires + "&signature=" + signature_of(key_, path, expires);
}

base::Result<> FileLinks::check(std::string_view digest, std::string_view size, std::string_view expires,
                                std::string_view signature, base::Timestamp now) const {
  const std::string path = path_of(digest, size);
  const auto is_signed_by = [&](const std::string& key) {
    return !key.empty() && platform::crypto::is_equal_secret(signature_of(key, path, expires), signature);
  };
  constexpr std::string_view cure = "Ask for the product's images again and use the addresses they have now.";
  if (!is_signed_by(key_) && !is_signed_by(previous_key_))
    return base::failure(link_invalid, "This address of a picture was not made by us, or was changed.",
                         std::string(cure));
  std::int64_t until = 0;
  std::from_chars(expires.data(), expires.data() + expires.size(), until);
  if (seconds(now) >= until)
    return base::failure(link_expired, "This address of a picture works no longer.", std::string(cure));
  return {};
}

}  // namespace media
