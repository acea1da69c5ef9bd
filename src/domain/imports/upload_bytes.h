#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"

namespace platform::db {
class Database;
}
namespace platform::storage {
class ObjectStore;
}

namespace imports {

/// One upload, open for writing by nobody else meanwhile, in any process.
class UploadWriter {
 public:
  UploadWriter() = default;
  UploadWriter(const UploadWriter&) = delete;
  UploadWriter& operator=(const UploadWriter&) = delete;
  virtual ~UploadWriter() = default;

  virtual std::uint64_t size() const = 0;
  virtual base::Result<> append(std::span<const char> bytes) = 0;
  virtual base::Result<> clear() = 0;
  /// What was appended is not lost from now on.
  virtual base::Result<> sync() = 0;
};

/// Where the bytes of uploads wait until they are imported.
class UploadBytes {
 public:
  UploadBytes() = default;
  UploadBytes(const UploadBytes&) = delete;
  UploadBytes& operator=(const UploadBytes&) = delete;
  virtual ~UploadBytes() = default;

  virtual base::Result<> begin(base::Uuid id) = 0;
  /// How many have arrived; nothing when there is no such upload here.
  virtual base::Result<std::optional<std::uint64_t>> size(base::Uuid id) = 0;
  /// Fails with upload_busy.
  virtual base::Result<std::unique_ptr<UploadWriter>> open(base::Uuid id) = 0;
  /// The bytes of an upload that grows no more, as a file on this machine.
  virtual base::Result<std::filesystem::path> file(base::Uuid id) = 0;
  /// SHA-256 of what has arrived, as lower-case hex.
  virtual base::Result<std::string> digest(base::Uuid id) = 0;
  virtual base::Result<> remove(base::Uuid id) = 0;
  /// Removes files on this machine that nobody needs since `cutoff`.
  virtual base::Result<> remove_leftovers(base::Timestamp cutoff) = 0;
};

/// Each upload is a file of `folder`.
std::unique_ptr<UploadBytes> uploads_in_folder(std::filesystem::path folder);
/// Each upload is a row of objects, put as its bytes arrive, so that any process can take the next ones. `folder` holds
/// the files made of them on this machine; `database` the locks that keep two senders apart.
std::unique_ptr<UploadBytes> uploads_in_objects(platform::storage::ObjectStore& objects,
                                                platform::db::Database& database, std::filesystem::path folder);

/// The Problem of a second sender.
tl::unexpected<base::Problem> upload_in_use();

}  // namespace imports
