#pragma once

#include <filesystem>

#include "platform/storage/files.h"
#include "platform/storage/storage_types.h"

namespace platform::storage {

/// A file copied in, not yet under its name.
struct CopiedIn {
  IncomingFile file;
  StoredObject object;
};

/// Copies `source` to a new file under `folder` while computing its digest and key. Fails with
/// storage_source_unreadable, storage_source_changed (the file was written to meanwhile) and storage_full; nothing is
/// left behind then.
base::Result<CopiedIn> copy_in(const std::filesystem::path& folder, std::string_view bucket,
                               const std::filesystem::path& source, const CopyProgress& progress);

}  // namespace platform::storage
