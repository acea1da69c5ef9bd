#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/uuid.h"
#include "domain/imports/imports_tasks.h"
#include "platform/http/codec.h"

namespace imports {

/// The payload of a queued import. The file is an upload or the archived one of an earlier import.
struct ImportTask {
  std::optional<base::Uuid> upload_id, archived_import;
  std::string owner;  ///< of the upload
  std::string supplier, file_name, mode;
  bool dry_run = false;
  std::optional<std::string> mapping;  ///< a document
};
BOOST_DESCRIBE_STRUCT(ImportTask, (), (upload_id, archived_import, owner, supplier, file_name, mode, dry_run, mapping))

std::string mode_text(catalog::MergeMode mode);
catalog::MergeMode mode_of(std::string_view text);

/// Puts together what the queue and the imports know; at least one of them knows something.
ImportState state_of(const std::optional<platform::queue::Job>& job, const std::optional<ImportJob>& import);

}  // namespace imports
