#include <algorithm>

#include "domain/imports/dry_run_store.h"
#include "domain/imports/imports.h"
#include "domain/imports/imports_store.h"

namespace imports {
namespace {

/// On S3 each piece is a request of its own.
constexpr std::uint64_t bytes_per_piece = 1U << 20U;

}  // namespace

base::Result<OriginalFile> ImportService::original_file(base::Uuid job_id) {
  std::string digest;
  std::optional<std::string> key;
  {
    ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
    ASSIGN_OR_RETURN(const auto job, store::find_job(*connection, job_id));
    ASSIGN_OR_RETURN(const auto dry_run, store::find_dry_run(*connection, job_id));
    if (!job && !dry_run) {
      return base::failure(import_unknown, "There is no import " + job_id.to_string() + " whose file was kept.",
                           "GET /imports lists the imports there are; the file of a check is kept for a week.");
    }
    digest = job ? job->file_digest : dry_run->file_digest;
    ASSIGN_OR_RETURN(key, store::object_key(*connection, digest));
  }
  std::optional<platform::storage::ObjectInfo> object;
  if (key) {
    ASSIGN_OR_RETURN(object, storage_.find(*key));
  }
  if (object) return OriginalFile(storage_, *key, digest, object->size);
  return base::failure(original_file_gone, "The file of import " + job_id.to_string() + " is no longer kept.",
                       "Ask the supplier for it, or keep files longer in the settings.");
}

base::Result<bool> OriginalFile::next(std::string& bytes) {
  bytes.clear();
  if (at_ >= size_) return false;
  const std::uint64_t wanted = std::min(bytes_per_piece, size_ - at_);
  bytes.reserve(wanted);
  RETURN_IF_FAILED(storage_->read(key_, {at_, wanted}, [&](std::span<const char> piece) -> base::Result<> {
    bytes.append(piece.data(), piece.size());
    return {};
  }));
  at_ += bytes.size();
  if (bytes.size() == wanted) return true;
  return base::failure(original_file_gone, "The file ended early while it was sent.", "Download it again.");
}

}  // namespace imports
