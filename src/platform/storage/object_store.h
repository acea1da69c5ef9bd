#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/timestamp.h"
#include "platform/storage/s3_options.h"
#include "platform/storage/storage_engine.h"
#include "platform/storage/storage_types.h"

namespace platform::storage {

/// Files kept under keys such as "imports/ab/ab12...ef.csv", in a directory or on an S3 service. What put() and
/// put_bytes() keep is found by content: the same bytes are stored once however often they come. Thread- and
/// process-safe: an object appears whole or not at all. Every function fails with storage_unavailable when the disk or
/// the service is away, and on S3 with storage_access_denied and storage_bucket_missing.
class ObjectStore {
 public:
  /// In a directory, which is made.
  static base::Result<ObjectStore> open(const std::filesystem::path& folder);
  /// On an S3 service. Nothing is asked of it yet: a program starts while it is away.
  static ObjectStore on_s3(S3Options options);
  /// What the settings say: S3 with MINIO_ENDPOINT, else a directory under DATA_DIR. Fails with s3_settings_invalid.
  static base::Result<ObjectStore> from(const config::Settings& settings);

  /// Copies `source` in; the key keeps the file's extensions. `progress` is told the bytes copied so far. Fails with
  /// storage_source_unreadable, storage_source_changed (the file was written to meanwhile) and storage_full; nothing is
  /// left behind then.
  base::Result<StoredObject> put(std::string_view bucket, const std::filesystem::path& source,
                                 const CopyProgress& progress = {});
  /// The same for bytes in memory; `extension` such as ".jpg" says what they are.
  base::Result<StoredObject> put_bytes(std::string_view bucket, std::string_view bytes, std::string_view extension);

  /// Takes in a file of this program's own under the key, size and digest given, in place of what was there. A
  /// directory may give the very file a second name: it must not be written to afterwards.
  base::Result<> put_file(const StoredObject& object, const std::filesystem::path& file);
  /// Under a key of the caller's choice, in place of what was there.
  base::Result<> write(std::string_view key, std::string_view bytes);
  /// The same where nothing is yet. Fails with storage_object_exists unless what is there is the same.
  base::Result<> write_new(std::string_view key, std::string_view bytes);

  /// Nothing when there is no such object.
  base::Result<std::optional<ObjectInfo>> find(std::string_view key) const;
  /// All of a small object. Fails with storage_object_missing, storage_object_too_large.
  base::Result<std::string> read(std::string_view key, std::size_t most_bytes = std::size_t{64} << 20U) const;
  /// The bytes of the range, as far as there are any. Fails with storage_object_missing, and as the sink does.
  base::Result<> read(std::string_view key, const ByteRange& range, const ByteSink& sink) const;
  /// Every object whose key begins with `prefix` ("media/", "media/ab"), in the order of their keys.
  base::Result<> list(std::string_view prefix, const ObjectVisitor& visit) const;
  /// An object that is missing counts as removed.
  base::Result<> remove(std::string_view key);
  /// Removes an object nobody has put since `cutoff`; false when somebody has. One that is missing counts as removed.
  base::Result<bool> remove_unused(std::string_view key, base::Timestamp cutoff);

  /// The object's bytes as a file on this machine, for as long as what it gives is kept. Fails with
  /// storage_object_missing, storage_object_damaged, storage_full.
  base::Result<LocalCopy> local_copy(std::string_view key) const;
  /// The same without holding it: on S3 the file may go six hours after this.
  base::Result<std::filesystem::path> local_path(std::string_view key) const;
  /// An address under which a browser reads the object without passing through this program; nothing when there is
  /// none, as with a directory: then serve it with read().
  base::Result<std::optional<std::string>> link(std::string_view key, const LinkOptions& options = {}) const;

  /// Whether it can be used at this moment; makes buckets that are missing.
  base::Result<> check() const;
  /// Removes what killed processes began before `cutoff` and never finished. Meant for every hour.
  base::Result<> remove_leftovers(base::Timestamp cutoff);
  /// True when programs on other machines see the same objects.
  bool is_shared() const { return engine_->is_shared(); }

 private:
  explicit ObjectStore(std::unique_ptr<StorageEngine> engine) : engine_(std::move(engine)) {}
  std::unique_ptr<StorageEngine> engine_;
};

}  // namespace platform::storage
