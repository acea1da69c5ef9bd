#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/timestamp.h"

namespace media {

/// Where the bytes of pictures are kept, by content: the same bytes have the same key. Thread-safe.
class ImageStore {
 public:
  ImageStore() = default;
  ImageStore(const ImageStore&) = delete;
  ImageStore& operator=(const ImageStore&) = delete;
  virtual ~ImageStore() = default;

  /// Gives the key. Bytes that are there already count as put now. `extension`: "webp".
  virtual base::Result<std::string> put(std::string_view bytes, std::string_view extension) = 0;
  virtual base::Result<std::string> read(std::string_view key) = 0;
  /// Removes what nobody has put since `cutoff`; what is not there counts as removed.
  virtual base::Result<> remove_unused(std::string_view key, base::Timestamp cutoff) = 0;
};

}  // namespace media
