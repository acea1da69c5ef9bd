#include "ops/backup/fingerprints.h"

#include <xxhash.h>

namespace backup {

Fingerprints::Print Fingerprints::of(std::string_view name) {
  const XXH128_hash_t hash = XXH3_128bits(name.data(), name.size());
  return {hash.high64, hash.low64};
}

}  // namespace backup
