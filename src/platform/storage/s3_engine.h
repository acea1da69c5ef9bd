#pragma once

#include "platform/storage/s3_client.h"
#include "platform/storage/storage_engine.h"

namespace platform::storage {

/// Objects on an S3 service, read through copies on this machine where a file is needed.
class S3Engine : public StorageEngine {
 public:
  explicit S3Engine(S3Options options);

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
  base::Result<> check() override;
  base::Result<> remove_leftovers(base::Timestamp cutoff) override;
  bool is_shared() const override { return true; }

 private:
  base::Result<S3Place> place_of(std::string_view key) const;
  base::Result<bool> is_taken_up(const std::string& key, std::uint64_t size);

  S3Client client_;
  LocalCopies copies_;
};

}  // namespace platform::storage
