#include "platform/crypto/aes_gcm.h"

#include <gtest/gtest.h>

#include "platform/crypto/encoding.h"

namespace {

using platform::crypto::aes_gcm_decrypt;
using platform::crypto::aes_gcm_encrypt;
using platform::crypto::aes_gcm_key_size;
using platform::crypto::aes_gcm_nonce_size;

const std::string key(aes_gcm_key_size, 'k'), nonce(aes_gcm_nonce_size, 'n');

TEST(AesGcm, EncryptsAsEverybodyElseDoes) {
  // Test case 14 of the algorithm's specification: a key, a nonce and a block of zeros.
  const std::string no_key(aes_gcm_key_size, '\0'), no_nonce(aes_gcm_nonce_size, '\0'), block(16, '\0');
  EXPECT_EQ(platform::crypto::to_hex(aes_gcm_encrypt(no_key, no_nonce, "", block)),
            "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
}

TEST(AesGcm, OpensWhatItEncrypted) {
  for (const std::string& text : {std::string(), std::string("a\0b", 3), std::string(100'000, 'x')})
    EXPECT_EQ(aes_gcm_decrypt(key, nonce, "a label", aes_gcm_encrypt(key, nonce, "a label", text)), text);
}

TEST(AesGcm, OpensNothingThatIsNotTheSame) {
  const std::string encrypted = aes_gcm_encrypt(key, nonce, "a label", "a text");
  for (std::size_t i = 0; i < encrypted.size(); ++i) {
    std::string changed = encrypted;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(aes_gcm_decrypt(key, nonce, "a label", changed)) << i;
    EXPECT_FALSE(aes_gcm_decrypt(key, nonce, "a label", encrypted.substr(0, i))) << i;
  }
  EXPECT_FALSE(aes_gcm_decrypt(key, nonce, "another label", encrypted));
  EXPECT_FALSE(aes_gcm_decrypt(std::string(aes_gcm_key_size, 'x'), nonce, "a label", encrypted));
  EXPECT_FALSE(aes_gcm_decrypt(key, std::string(aes_gcm_nonce_size, 'x'), "a label", encrypted));
}

}  // namespace
