#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ops/backup/work_folder.h"
#include "platform/storage/object_store.h"

namespace backup {

/// Where backups are kept: a folder, or a bucket of an S3 service.
///   sets/<id>/     a backup: its dumps, its list of stored files, its settings, manifest.json
///   objects/       stored files by content, shared by all backups
class Place {
 public:
  static base::Result<Place> in_folder(const std::filesystem::path& folder);
  static Place on_s3(platform::storage::S3Options options, const std::string& bucket);

  /// "folder" or "s3".
  const std::string& name() const { return name_; }
  /// Whether it can be used; makes what is missing.
  base::Result<> check() const;

  base::Result<> put(std::string_view key, const StoredFile& file, const std::filesystem::path& from);
  base::Result<> write(std::string_view key, std::string_view bytes);
  base::Result<std::optional<std::string>> read_small(std::string_view key) const;
  base::Result<> read(std::string_view key, const ByteSink& sink) const;
  /// Reads a file in its stored form; fails with damaged when it is not what was stored.
  base::Result<> read_stored(std::string_view key, const StoredFile& expected, const Form& form,
                             const ByteSink& sink) const;
  base::Result<> list(std::string_view prefix,
                      const std::function<base::Result<>(std::string_view key, std::uint64_t size)>& each) const;
  base::Result<> remove(std::string_view key);
  /// False when somebody has put it since.
  base::Result<bool> remove_unused(std::string_view key, base::Timestamp cutoff);

 private:
  Place(platform::storage::ObjectStore store, std::string name, std::string prefix)
      : store_(std::make_unique<platform::storage::ObjectStore>(std::move(store))),
        name_(std::move(name)),
        prefix_(std::move(prefix)) {}
  std::string key_of(std::string_view key) const { return prefix_ + std::string(key); }

  std::unique_ptr<platform::storage::ObjectStore> store_;
  std::string name_, prefix_;
};

/// What of a place belongs to one backup.
std::string set_key(std::string_view id, std::string_view file = "");

/// The whole backups of a place, latest first. One this program cannot read is left out, and named in `unreadable`.
base::Result<std::vector<Manifest>> manifests_in(const Place& place, std::vector<std::string>* unreadable = nullptr);
/// What it says of itself, whoever wrote it; nothing when the place has no such backup. Fails with damaged, newer.
base::Result<std::optional<Manifest>> unmarked_manifest_in(const Place& place, std::string_view id);
/// Fails with unknown; with damaged when its mark is not the one `key` makes, with key_missing without the key.
base::Result<Manifest> manifest_in(const Place& place, std::string_view id, const SealKey* key);
/// Makes the backup one: its files are there already.
base::Result<> publish(Place& place, const Manifest& manifest, const SealKey* key);
/// Removes a backup, its manifest first.
base::Result<> remove_set(Place& place, std::string_view id);
/// Removes what killed runs have left: sets without a manifest.
base::Result<> remove_half_sets(Place& place);

/// Notes that it was restored and compared at that moment; nothing for one that never was.
base::Result<> write_proof(Place& place, std::string_view id, base::Timestamp when);
base::Result<std::optional<base::Timestamp>> proof_of(const Place& place, std::string_view id);

}  // namespace backup
