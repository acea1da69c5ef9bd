#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/storage/storage_types.h"

namespace backup {

using platform::storage::ByteSink;

/// The key of encrypted backups, made from BACKUP_KEY.
class SealKey {
 public:
  explicit SealKey(std::string_view secret);
  /// Tells keys apart without telling them: 8 hex digits.
  const std::string& id() const { return id_; }
  const std::string& bytes() const { return bytes_; }
  /// Hex digits that only holders of the key can make of a text.
  std::string mark(std::string_view text) const;

 private:
  std::string bytes_, id_;
};

/// Encrypts what is added (AES-256-GCM, in chunks whose order and end cannot be changed unnoticed) and hands it on.
/// `label` says what the bytes are: they open under that label only.
class Sealing {
 public:
  Sealing(const SealKey& key, std::string_view label, ByteSink sink);
  base::Result<> add(std::span<const char> bytes);
  base::Result<> finish();

 private:
  base::Result<> send(std::string_view chunk, bool is_last);

  const std::string secret_, salt_, label_;
  std::string file_key_, waiting_;
  std::uint64_t count_ = 0;
  ByteSink sink_;
  bool is_begun_ = false;
};

/// The way back. Fails with damaged or key_missing; nothing unproven is handed on.
class Unsealing {
 public:
  Unsealing(const SealKey& key, std::string_view label, ByteSink sink);
  base::Result<> add(std::span<const char> bytes);
  base::Result<> finish();

 private:
  base::Result<> open(std::string_view chunk, bool is_last);
  base::Result<> begin();

  const SealKey key_;
  const std::string label_;
  std::string file_key_, waiting_;
  std::uint64_t count_ = 0;
  ByteSink sink_;
};

}  // namespace backup
