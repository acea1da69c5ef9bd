#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "domain/imports/formats/zip_archive.h"
#include "domain/imports/sniff/unread.h"

namespace imports::sniffing {

/// Which file of an archive to read.
struct EntryChoice {
  const ZipEntry* entry = nullptr;  ///< none: nothing in the archive looks like data
  Unread others;                    ///< that look like data too
};

/// The one `wanted` by name, else the largest that looks like data, or the only one whatever it is. Fails with
/// archive_entry_missing when the one wanted is not there. `file` names the archive in problems.
base::Result<EntryChoice> choose_entry(const ZipArchive& archive, const std::optional<std::string>& wanted,
                                       const std::string& file);

}  // namespace imports::sniffing
