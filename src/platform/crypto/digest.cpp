#include "platform/crypto/digest.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/sha.h>

#include <array>
#include <memory>
#include <stdexcept>

#include "platform/crypto/bytes.h"
#include "platform/crypto/encoding.h"

namespace platform::crypto {
namespace {

struct FreeKdf {
  void operator()(EVP_KDF* kdf) const { EVP_KDF_free(kdf); }
  void operator()(EVP_KDF_CTX* context) const { EVP_KDF_CTX_free(context); }
};

struct FreeDigest {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

}  // namespace

struct Sha256::State {
  std::unique_ptr<EVP_MD_CTX, FreeDigest> context{EVP_MD_CTX_new()};
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  if (EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("SHA-256 is not available");
}

Sha256::~Sha256() = default;

void Sha256::add(std::string_view piece) {
  EVP_DigestUpdate(state_->context.get(), piece.data(), piece.size());
}

std::string Sha256::hex() {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  EVP_DigestFinal_ex(state_->context.get(), writable_bytes(digest), nullptr);
  return to_hex(digest);
}

std::string sha256_hex(std::string_view text) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(bytes_of(text), text.size(), writable_bytes(digest));
  return to_hex(digest);
}

std::string hmac_sha256(std::string_view key, std::string_view text) {
  std::string code(SHA256_DIGEST_LENGTH, '\0');
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(text), text.size(), writable_bytes(code),
           nullptr) == nullptr) {
    throw std::runtime_error("HMAC-SHA-256 is not available");
  }
  return code;
}

std::string derive_key(std::string_view secret, std::string_view purpose, std::size_t size) {
  const std::unique_ptr<EVP_KDF, FreeKdf> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
  const std::unique_ptr<EVP_KDF_CTX, FreeKdf> context(EVP_KDF_CTX_new(kdf.get()));
  std::string digest = "SHA256";
  std::string key(secret);
  std::string info(purpose);
  const std::array<OSSL_PARAM, 4> parameters{
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), digest.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, key.data(), key.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info.data(), info.size()), OSSL_PARAM_construct_end()};
  std::string derived(size, '\0');
  const bool is_derived =
      context && EVP_KDF_derive(context.get(), writable_bytes(derived), size, parameters.data()) == 1;
  OPENSSL_cleanse(key.data(), key.size());
  if (!is_derived) throw std::runtime_error("HKDF-SHA-256 is not available");
  return derived;
}

bool is_equal_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace platform::crypto
