#include "ops/backup/sealing.h"

#include "ops/backup/backup_problems.h"
#include "platform/crypto/aes_gcm.h"
#include "platform/crypto/digest.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/random.h"

namespace backup {
namespace {

namespace crypto = platform::crypto;

// A sealed file: form, key id, salt, then chunks. The salt makes each file's key its own, so counted nonces never meet.
constexpr std::string_view form = "SIBK1";
constexpr std::size_t id_size = 8, salt_size = 16;
constexpr std::size_t head_size = form.size() + id_size + salt_size;
constexpr std::size_t chunk_size = 1U << 20U;

std::string nonce_of(std::uint64_t count, bool is_last) {
  std::string nonce(crypto::aes_gcm_nonce_size, '\0');
  for (std::size_t i = 0; i < sizeof count; ++i) nonce[i] = static_cast<char>((count >> (56U - 8U * i)) & 0xffU);
  nonce.back() = is_last ? '\1' : '\0';
  return nonce;
}

std::string file_key(std::string_view secret, std::string_view salt) {
  return crypto::derive_key(secret, "suppliers-import backup file " + crypto::to_hex(salt), crypto::aes_gcm_key_size);
}

}  // namespace

SealKey::SealKey(std::string_view secret)
    : bytes_(crypto::derive_key(secret, "suppliers-import backups", crypto::aes_gcm_key_size)),
      id_(crypto::sha256_hex("key id of " + bytes_).substr(0, id_size)) {}

std::string SealKey::mark(std::string_view text) const {
  return crypto::to_hex(crypto::hmac_sha256(bytes_, text));
}

Sealing::Sealing(const SealKey& key, std::string_view label, ByteSink sink)
    : secret_(std::string(form) + key.id()),
      salt_(crypto::random_bytes(salt_size)),
      label_(label),
      file_key_(file_key(key.bytes(), salt_)),
      sink_(std::move(sink)) {}

base::Result<> Sealing::send(std::string_view chunk, bool is_last) {
  if (!is_begun_) {
    const std::string head = secret_ + salt_;
    RETURN_IF_FAILED(sink_(head));
    is_begun_ = true;
  }
  const std::string sealed = crypto::aes_gcm_encrypt(file_key_, nonce_of(count_++, is_last), label_, chunk);
  return sink_(sealed);
}

base::Result<> Sealing::add(std::span<const char> bytes) {
  waiting_.append(bytes.data(), bytes.size());
  std::size_t sent = 0;
  for (; waiting_.size() - sent > chunk_size; sent += chunk_size) {
    RETURN_IF_FAILED(send(std::string_view(waiting_).substr(sent, chunk_size), false));
  }
  waiting_.erase(0, sent);
  return {};
}

base::Result<> Sealing::finish() {
  return send(waiting_, true);
}

Unsealing::Unsealing(const SealKey& key, std::string_view label, ByteSink sink)
    : key_(key), label_(label), sink_(std::move(sink)) {}

base::Result<> Unsealing::begin() {
  if (!file_key_.empty() || waiting_.size() < head_size) return {};
  if (!waiting_.starts_with(form)) {
    return base::failure(damaged, "\"" + label_ + "\" of the backup is not an encrypted file.",
                         "Use another backup; `backup list` shows them.");
  }
  if (waiting_.compare(form.size(), id_size, key_.id()) != 0) {
    return base::failure(key_missing, "\"" + label_ + "\" of the backup was encrypted with another BACKUP_KEY.",
                         "Set BACKUP_KEY to the one in force when the backup was made.", {.field = "BACKUP_KEY"});
  }
  file_key_ = file_key(key_.bytes(), std::string_view(waiting_).substr(form.size() + id_size, salt_size));
  waiting_.erase(0, head_size);
  return {};
}

base::Result<> Unsealing::open(std::string_view chunk, bool is_last) {
  const auto text = crypto::aes_gcm_decrypt(file_key_, nonce_of(count_++, is_last), label_, chunk);
  if (text) return sink_(*text);
  return base::failure(damaged, "\"" + label_ + "\" of the backup was changed or cut after it was written.",
                       "Use another backup; `backup list` shows them.");
}

base::Result<> Unsealing::add(std::span<const char> bytes) {
  waiting_.append(bytes.data(), bytes.size());
  RETURN_IF_FAILED(begin());
  if (file_key_.empty()) return {};
  constexpr std::size_t whole = chunk_size + crypto::aes_gcm_tag_size;
  std::size_t read = 0;
  for (; waiting_.size() - read > whole; read += whole) {
    RETURN_IF_FAILED(open(std::string_view(waiting_).substr(read, whole), false));
  }
  waiting_.erase(0, read);
  return {};
}

base::Result<> Unsealing::finish() {
  return open(file_key_.empty() ? std::string_view{} : std::string_view(waiting_), true);
}

}  // namespace backup
