#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/timestamp.h"

namespace platform::storage {

/// What an object store keeps of one file.
struct StoredObject {
  std::string key;     ///< "imports/ab/ab12...ef.csv"
  std::string digest;  ///< SHA-256 of the bytes, lower-case hex
  std::uint64_t size = 0;
};

/// Files kept by content under a directory: the same bytes are stored once however often they come. Thread- and
/// process-safe: an object appears whole or not at all.
class ObjectStore {
 public:
  /// Makes the folder. Fails with storage_unavailable.
  static base::Result<ObjectStore> open(std::filesystem::path folder);

  /// Copies `source` in; the key keeps the file's extensions. `progress` is told the bytes copied so far. Fails with
  /// storage_source_unreadable, storage_source_changed (the file was written to meanwhile) and storage_full; nothing is
  /// left behind then.
  base::Result<StoredObject> put(std::string_view bucket, const std::filesystem::path& source,
                                 const std::function<void(std::uint64_t)>& progress = {});
  /// A local path to the object's bytes. Fails with storage_object_missing.
  base::Result<std::filesystem::path> local_path(std::string_view key) const;
  /// Removes an object nobody has put since `cutoff`; false when somebody has. One that is missing counts as removed.
  base::Result<bool> remove_unused(std::string_view key, base::Timestamp cutoff);

 private:
  explicit ObjectStore(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::filesystem::path folder_;
};

inline constexpr base::ProblemKind storage_unavailable{"storage.unavailable", "Storage cannot be used", 503,
                                                       base::LogLevel::error};
inline constexpr base::ProblemKind storage_full{"storage.full", "Storage has no room left", 507, base::LogLevel::error};
inline constexpr base::ProblemKind storage_source_unreadable{"import.file_unreadable", "File cannot be read", 422,
                                                             base::LogLevel::warning};
inline constexpr base::ProblemKind storage_source_changed{"import.file_changed", "File changed while it was read", 409,
                                                          base::LogLevel::warning};
inline constexpr base::ProblemKind storage_object_missing{"storage.object_missing", "Stored file is missing", 500,
                                                          base::LogLevel::error};

}  // namespace platform::storage
