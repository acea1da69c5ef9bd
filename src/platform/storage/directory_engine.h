#pragma once

#include "platform/storage/storage_engine.h"

namespace platform::storage {

/// Objects as files of a folder, each under its key.
class DirectoryEngine : public StorageEngine {
 public:
  explicit DirectoryEngine(std::filesystem::path folder) : folder_(std::move(folder)) {}

  base::Result<StoredObject> put(std::string_view bucket, const std::filesystem::path& source,
                                 const CopyProgress& progress) override;
  base::Result<> put_content(const std::string& key, std::string_view bytes) override;
  base::Result<> put_file(const StoredObject& object, const std::filesystem::path& file) override;
  base::Result<> write(const std::string& key, std::string_view bytes) override;
  base::Result<> write_new(const std::string& key, std::string_view bytes) override;
  base::Result<std::optional<ObjectInfo>> find(const std::string& key) override;
  base::Result<> read(const std::string& key, const ByteRange& range, const ByteSink& sink) override;
  base::Result<> list(const std::string& prefix, const ObjectVisitor& visit) override;
  base::Result<> remove(const std::string& key) override;
  base::Result<LocalCopy> local_copy(const std::string& key) override;
  base::Result<std::optional<std::string>> link(const std::string& key, const LinkOptions& options) override;
  /// Makes the folder where it is missing.
  base::Result<> check() override;
  base::Result<> remove_leftovers(base::Timestamp cutoff) override;
  bool is_shared() const override { return false; }

 private:
  base::Result<IncomingFile> incoming_with(std::string_view bytes);
  base::Result<> list_folder(const std::string& folder_key, const std::string& prefix, const ObjectVisitor& visit);

  std::filesystem::path folder_;
};

}  // namespace platform::storage
