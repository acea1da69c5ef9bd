#include "platform/crypto/sealer.h"

#include <openssl/evp.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <stdexcept>

#include "platform/crypto/bytes.h"
#include "platform/crypto/digest.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/random.h"

namespace platform::crypto {
namespace {

constexpr std::string_view form = "sealed1";
constexpr std::string_view purpose = "suppliers-import stored secrets";
constexpr std::size_t key_size = 32;
constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;
constexpr std::size_t key_id_length = 8;

struct FreeCipher {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

void expect(bool is_done) {
  if (!is_done) throw std::runtime_error("AES-256-GCM is not available");
}

int length_of(std::string_view text) {
  return static_cast<int>(text.size());
}

std::string encrypt(std::string_view key, std::string_view nonce, std::string_view label, std::string_view text) {
  const Cipher cipher(EVP_CIPHER_CTX_new());
  int length = 0;
  std::string out(text.size(), '\0');
  std::string tag(tag_size, '\0');
  expect(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes_of(key), bytes_of(nonce)) == 1);
  expect(EVP_EncryptUpdate(cipher.get(), nullptr, &length, bytes_of(label), length_of(label)) == 1);
  expect(EVP_EncryptUpdate(cipher.get(), writable_bytes(out), &length, bytes_of(text), length_of(text)) == 1);
  expect(EVP_EncryptFinal_ex(cipher.get(), writable_bytes(tag), &length) == 1);
  expect(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(tag_size), tag.data()) == 1);
  return out + tag;
}

std::optional<std::string> decrypt(std::string_view key, std::string_view nonce, std::string_view label,
                                   std::string_view text, std::string tag) {
  const Cipher cipher(EVP_CIPHER_CTX_new());
  int length = 0;
  std::string out(text.size(), '\0');
  std::string rest(tag_size, '\0');
  expect(EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes_of(key), bytes_of(nonce)) == 1);
  expect(EVP_DecryptUpdate(cipher.get(), nullptr, &length, bytes_of(label), length_of(label)) == 1);
  expect(EVP_DecryptUpdate(cipher.get(), writable_bytes(out), &length, bytes_of(text), length_of(text)) == 1);
  expect(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(tag_size), tag.data()) == 1);
  if (EVP_DecryptFinal_ex(cipher.get(), writable_bytes(rest), &length) != 1) return std::nullopt;
  return out;
}

std::string label_of(std::string_view key_id) {
  return std::string(form) + '.' + std::string(key_id) + '.';
}

}  // namespace

Sealer::Sealer(std::string_view secret, std::string_view previous_secret) {
  const auto add = [this](std::string_view from) {
    std::string key = derive_key(from, purpose, key_size);
    std::string id = sha256_hex("key id of " + key).substr(0, key_id_length);
    keys_.push_back({std::move(id), std::move(key)});
  };
  add(secret);
  if (!previous_secret.empty() && previous_secret != secret) add(previous_secret);
}

std::string Sealer::seal(std::string_view text) const {
  const Key& key = keys_.front();
  const std::string label = label_of(key.id);
  const std::string nonce = random_bytes(nonce_size);
  return label + to_base64url(nonce + encrypt(key.bytes, nonce, label, text));
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
  if (bytes && bytes->size() >= nonce_size + tag_size) {
    const std::string_view all = *bytes;
    const auto text = all.substr(nonce_size, all.size() - nonce_size - tag_size);
    auto opened =
        decrypt(key->bytes, all.substr(0, nonce_size), label, text, std::string(all.substr(all.size() - tag_size)));
    if (opened) return *std::move(opened);
  }
  return base::failure(seal_broken, "A stored secret is damaged.", "Enter the secret again.");
}

bool Sealer::is_outdated(std::string_view sealed) const {
  return !sealed.starts_with(label_of(keys_.front().id));
}

}  // namespace platform::crypto
