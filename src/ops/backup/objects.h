#pragma once

#include <set>

#include "ops/backup/dump.h"
#include "ops/backup/fingerprints.h"
#include "ops/backup/place.h"

namespace backup {

/// One stored file of the installation.
struct ObjectLine {
  std::string key;     ///< "imports/ab/ab12....csv"
  std::string sha256;  ///< of its bytes
  std::uint64_t bytes = 0;
};

/// The stored files of the installation and their copies in backups. A copy is found by content, so that a backup
/// copies only what the place does not have.
class ObjectCopies {
 public:
  /// All must outlive this.
  ObjectCopies(const Workshop& shop, platform::storage::ObjectStore& live) : shop_(shop), live_(live) {}

  /// Takes down what there is now.
  base::Result<> list_live();
  /// Copies what the place lacks. What is damaged or gone meanwhile is left out of the backup and told of.
  base::Result<> copy_to(Place& place);
  /// Writes the list of what was copied into the work folder, in its stored form.
  base::Result<ObjectsEntry> write_index(std::string_view backup_id);

 private:
  base::Result<bool> copy_one(const ObjectLine& line, Place& place);

  const Workshop& shop_;
  platform::storage::ObjectStore& live_;
  ObjectsEntry entry_;
  std::set<std::string> left_out_;
};

/// Reads a backup's list of stored files.
base::Result<> read_index(const Place& place, const Manifest& manifest, const SealKey* key,
                          const std::function<base::Result<>(const ObjectLine&)>& each);
/// Copies from place to place what the backup needs and the other place lacks. Fails with damaged.
base::Result<> carry_copies(const Workshop& shop, const Place& from, const Manifest& manifest, Place& to);
/// Reads a copy; fails with damaged when it is not what was copied.
base::Result<> read_copy(const Place& place, const ObjectLine& line, const SealKey* key, const ByteSink& sink);

/// What the keys of copies begin with.
inline constexpr std::string_view copies = "objects/";
/// The copies a place has, by key; with sizes as "key:size".
base::Result<Fingerprints> copies_in(const Place& place, bool with_sizes);
/// Where the copy of these bytes is kept.
std::string copy_key(std::string_view sha256, const SealKey* key);

struct ObjectCheck {
  std::uint64_t listed = 0, read = 0;
};
/// Whether every copy the backup needs is there; reads `sample` of them through, chosen by chance.
base::Result<ObjectCheck> check_objects(const Place& place, const Manifest& manifest, const SealKey* key,
                                        std::uint64_t sample, const Watch& watch);
/// Puts back what the installation lacks; gives how many that were.
base::Result<std::uint64_t> restore_objects(const Workshop& shop, const Place& place, const Manifest& manifest,
                                            platform::storage::ObjectStore& live);
/// Removes copies no backup of the place needs and nobody has made in the last day; gives how many.
base::Result<std::uint64_t> remove_unneeded_copies(Place& place, const SealKey* key, base::Timestamp now);

}  // namespace backup
