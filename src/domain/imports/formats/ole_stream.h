#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "domain/imports/formats/ole_file.h"

namespace imports {

/// A stream as the blocks of another one that hold it.
struct OleExtent {
  std::shared_ptr<const StoredBytes> within;
  std::vector<std::uint32_t> sectors;
  unsigned sector_shift = 9;
  std::uint64_t first_sector_at = 0;  ///< where block 0 begins in `within`
  std::uint64_t size = 0;             ///< as the directory declares it; cut to what the blocks hold
};

std::shared_ptr<const StoredBytes> open_ole_extent(OleExtent extent);

}  // namespace imports
