#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "platform/storage/local_copies.h"
#include "platform/storage/storage_types.h"

namespace platform::storage {

/// How a link behaves.
struct LinkOptions {
  std::chrono::seconds valid_for{900};
  std::string file_name{};  ///< when the browser is to save it under this name instead of showing it
};

/// Where objects are. Keys have been checked; ObjectStore says what each function promises.
class StorageEngine {
 public:
  StorageEngine() = default;
  StorageEngine(const StorageEngine&) = delete;
  StorageEngine& operator=(const StorageEngine&) = delete;
  virtual ~StorageEngine() = default;

  virtual base::Result<StoredObject> put(std::string_view bucket, const std::filesystem::path& source,
                                         const CopyProgress& progress) = 0;
  /// Under a key made of the bytes' digest.
  virtual base::Result<> put_content(const std::string& key, std::string_view bytes) = 0;
  virtual base::Result<> put_file(const StoredObject& object, const std::filesystem::path& file) = 0;
  virtual base::Result<> write(const std::string& key, std::string_view bytes) = 0;
  virtual base::Result<> write_new(const std::string& key, std::string_view bytes) = 0;
  virtual base::Result<std::optional<ObjectInfo>> find(const std::string& key) = 0;
  virtual base::Result<> read(const std::string& key, const ByteRange& range, const ByteSink& sink) = 0;
  virtual base::Result<> list(const std::string& prefix, const ObjectVisitor& visit) = 0;
  virtual base::Result<> remove(const std::string& key) = 0;
  virtual base::Result<LocalCopy> local_copy(const std::string& key) = 0;
  virtual base::Result<std::optional<std::string>> link(const std::string& key, const LinkOptions& options) = 0;
  virtual base::Result<> check() = 0;
  virtual base::Result<> remove_leftovers(base::Timestamp cutoff) = 0;
  virtual bool is_shared() const = 0;
};

}  // namespace platform::storage
