#include "platform/crypto/aes_gcm.h"

#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

#include "platform/crypto/bytes.h"

namespace platform::crypto {
namespace {

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

}  // namespace

std::string aes_gcm_encrypt(std::string_view key, std::string_view nonce, std::string_view label,
                            std::string_view text) {
  const Cipher cipher(EVP_CIPHER_CTX_new());
  int length = 0;
  std::string out(text.size(), '\0');
  std::string tag(aes_gcm_tag_size, '\0');
  expect(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes_of(key), bytes_of(nonce)) == 1);
  expect(EVP_EncryptUpdate(cipher.get(), nullptr, &length, bytes_of(label), length_of(label)) == 1);
  expect(EVP_EncryptUpdate(cipher.get(), writable_bytes(out), &length, bytes_of(text), length_of(text)) == 1);
  expect(EVP_EncryptFinal_ex(cipher.get(), writable_bytes(tag), &length) == 1);
  expect(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, length_of(tag), tag.data()) == 1);
  return out + tag;
}

std::optional<std::string> aes_gcm_decrypt(std::string_view key, std::string_view nonce, std::string_view label,
                                           std::string_view encrypted) {
  if (encrypted.size() < aes_gcm_tag_size) return std::nullopt;
  const std::string_view text = encrypted.substr(0, encrypted.size() - aes_gcm_tag_size);
  const Cipher cipher(EVP_CIPHER_CTX_new());
  int length = 0;
  std::string tag(encrypted.substr(text.size()));
  std::string out(text.size(), '\0');
  std::string rest(aes_gcm_tag_size, '\0');
  expect(EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes_of(key), bytes_of(nonce)) == 1);
  expect(EVP_DecryptUpdate(cipher.get(), nullptr, &length, bytes_of(label), length_of(label)) == 1);
  expect(EVP_DecryptUpdate(cipher.get(), writable_bytes(out), &length, bytes_of(text), length_of(text)) == 1);
  expect(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, length_of(tag), tag.data()) == 1);
  if (EVP_DecryptFinal_ex(cipher.get(), writable_bytes(rest), &length) != 1) return std::nullopt;
  return out;
}

}  // namespace platform::crypto
