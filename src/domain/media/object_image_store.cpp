#include "domain/media/object_image_store.h"

namespace media {

base::Result<std::string> ObjectImageStore::put(std::string_view bytes, std::string_view extension) {
  ASSIGN_OR_RETURN(auto object, objects_.put_bytes("media", bytes, "." + std::string(extension)));
  return std::move(object.key);
}

base::Result<std::string> ObjectImageStore::read(std::string_view key) {
  return objects_.read(key);
}

base::Result<> ObjectImageStore::remove_unused(std::string_view key, base::Timestamp cutoff) {
  RETURN_IF_FAILED(objects_.remove_unused(key, cutoff));
  return {};
}

}  // namespace media
