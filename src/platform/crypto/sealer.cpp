#include "platform/crypto/sealer.h"

#include <algorithm>

#include "platform/crypto/aes_gcm.h"
#include "platform/crypto/digest.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/random.h"

namespace platform::crypto {
namespace {

constexpr std::string_view form = "sealed1";
constexpr std::string_view purpose = "suppliers-import stored secrets";
constexpr std::size_t key_id_length = 8;

std::string label_of(std::string_view key_id) {
  return std::string(form) + '.' + std::string(key_id) + '.';
}

}  // namespace

Sealer::Sealer(std::string_view secret, std::string_view previous_secret) {
  const auto add = [this](std::string_view from) {
    std::string key = derive_key(from, purpose, aes_gcm_key_size);
    std::string id = sha256_hex("key id of " + key).substr(0, key_id_length);
    keys_.push_back({std::move(id), std::move(key)});
  };
  add(secret);
  if (!previous_secret.empty() && previous_secret != secret) add(previous_secret);
}

std::string Sealer::seal(std::string_view text) const {
  const Key& key = keys_.front();
  const std::string label = label_of(key.id);
  const std::string nonce = random_bytes(aes_gcm_nonce_size);
  return label + to_base64url(nonce + aes_gcm_encrypt(key.bytes, nonce, label, text));
}

base::Result<std::string> Sealer::open(std::string_view sealed) const {
  const auto key =
      std::ranges::find_if(keys_, [&](const Key& candidate) { return sealed.starts_with(label_of(candidate.id)); });
  if (key == keys_.end()) {
    return base::failure(seal_broken, "A stored secret was encrypted under a key that is not known here.",
                         "Set SECRET_KEY_PREVIOUS to the SECRET_KEY it was stored under, or enter the secret again.");
  }
  const std::string label = label_of(key->id);
  const auto bytes = from_base64url(sealed.substr(label.size()));
  if (bytes && bytes->size() >= aes_gcm_nonce_size) {
    const std::string_view all = *bytes;
    auto opened = aes_gcm_decrypt(key->bytes, all.substr(0, aes_gcm_nonce_size), label, all.substr(aes_gcm_nonce_size));
    if (opened) return *std::move(opened);
  }
  return base::failure(seal_broken, "A stored secret is damaged.", "Enter the secret again.");
}

bool Sealer::is_outdated(std::string_view sealed) const {
  return !sealed.starts_with(label_of(keys_.front().id));
}

}  // namespace platform::crypto
