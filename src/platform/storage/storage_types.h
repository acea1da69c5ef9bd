#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "base/timestamp.h"

namespace platform::storage {

/// What an object store keeps of one file.
struct StoredObject {
  std::string key;     ///< "imports/ab/ab12...ef.csv"
  std::string digest;  ///< SHA-256 of the bytes, lower-case hex
  std::uint64_t size = 0;
};

/// What can be told of an object without reading it.
struct ObjectInfo {
  std::string key;
  std::uint64_t size = 0;
  base::Timestamp changed_at{};  ///< when it was last put
  std::string content_type{};    ///< by the extension of its key
  std::string digest{};          ///< of objects kept by content; else ""
};

/// The bytes from `offset` on, to the end unless `size` says how many.
struct ByteRange {
  std::uint64_t offset = 0;
  std::optional<std::uint64_t> size{};
};

/// Takes bytes piece by piece; what it fails with is what the reading fails with.
using ByteSink = std::function<base::Result<>(std::span<const char>)>;
/// Told of one object after the other; a failure ends the listing.
using ObjectVisitor = std::function<base::Result<>(const ObjectInfo&)>;
/// Told the bytes copied so far.
using CopyProgress = std::function<void(std::uint64_t)>;

inline constexpr base::ProblemKind storage_unavailable{"storage.unavailable", "Storage cannot be used", 503,
                                                       base::LogLevel::error};
inline constexpr base::ProblemKind storage_access_denied{"storage.access_denied", "Storage refuses the access key", 503,
                                                         base::LogLevel::error};
inline constexpr base::ProblemKind storage_bucket_missing{"storage.bucket_missing", "Bucket is missing", 503,
                                                          base::LogLevel::error};
inline constexpr base::ProblemKind storage_full{"storage.full", "Storage has no room left", 507, base::LogLevel::error};
inline constexpr base::ProblemKind storage_source_unreadable{"import.file_unreadable", "File cannot be read", 422,
                                                             base::LogLevel::warning};
inline constexpr base::ProblemKind storage_source_changed{"import.file_changed", "File changed while it was read", 409,
                                                          base::LogLevel::warning};
inline constexpr base::ProblemKind storage_object_missing{"storage.object_missing", "Stored file is missing", 500,
                                                          base::LogLevel::error};
inline constexpr base::ProblemKind storage_object_exists{"storage.object_exists", "Stored file exists already", 409,
                                                         base::LogLevel::info};
inline constexpr base::ProblemKind storage_object_damaged{"storage.object_damaged", "Stored file is damaged", 500,
                                                          base::LogLevel::error};
inline constexpr base::ProblemKind storage_object_too_large{"storage.object_too_large", "Stored file is too large", 422,
                                                            base::LogLevel::warning};
inline constexpr base::ProblemKind storage_key_invalid{"storage.key_invalid", "Object key is not valid", 500,
                                                       base::LogLevel::error};

}  // namespace platform::storage
