#pragma once

#include "domain/media/image_store.h"
#include "platform/storage/object_store.h"

namespace media {

/// Pictures in the object store, under the bucket "media".
class ObjectImageStore : public ImageStore {
 public:
  explicit ObjectImageStore(platform::storage::ObjectStore& objects) : objects_(objects) {}

  base::Result<std::string> put(std::string_view bytes, std::string_view extension) override;
  base::Result<std::string> read(std::string_view key) override;
  base::Result<> remove_unused(std::string_view key, base::Timestamp cutoff) override;

 private:
  platform::storage::ObjectStore& objects_;
};

}  // namespace media
