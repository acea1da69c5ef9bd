#pragma once

#include <map>
#include <string>
#include <vector>

#include "domain/media/media.h"
#include "platform/db/connection.h"

namespace media::store {

/// The files of these digests that are kept, with their thumbnails.
base::Result<std::map<std::string, StoredFile, std::less<>>> files_of(platform::db::Connection& connection,
                                                                      const std::vector<std::string>& digests);

}  // namespace media::store
