#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "domain/imports/upload_bytes.h"
#include "domain/imports/uploads.h"
#include "domain/imports/uploads_store.h"
#include "platform/storage/object_store.h"

namespace imports {
namespace {

constexpr std::chrono::hours kept_for{24};
constexpr std::size_t piece_size = 256U << 10U;
constexpr std::size_t longest_name = 255;

tl::unexpected<base::Problem> unknown(base::Uuid id) {
  return base::failure(upload_unknown, "There is no upload " + id.to_string() + ", or it has expired.",
                       "Begin a new upload: POST /uploads.");
}

bool is_digest(std::string_view text) {
  return text.size() == 64 &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// The last part of a path as any system writes it: browsers and scripts send whole ones.
std::string bare_name(std::string_view name) {
  const auto slash = name.find_last_of("/\\");
  if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
  return std::string(name);
}

base::Result<Upload> upload_of(const NewUpload& wanted) {
  Upload upload;
  upload.id = base::Uuid::generate();
  upload.file_name = bare_name(wanted.file_name);
  upload.size = wanted.size;
  upload.sha256 = wanted.sha256;
  std::transform(upload.sha256.begin(), upload.sha256.end(), upload.sha256.begin(),
                 [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
  upload.owner = wanted.owner;
  upload.created_at = base::Timestamp::now();
  upload.expires_at = upload.created_at + kept_for;
  if (upload.file_name.empty() || upload.file_name.size() > longest_name) {
    return base::failure(upload_invalid,
                         upload.file_name.empty() ? "The upload has no file name." : "The file name is too long.",
                         "Give file_name, such as prices.csv, of at most 255 characters.", {.field = "file_name"});
  }
  if (!upload.sha256.empty() && !is_digest(upload.sha256)) {
    return base::failure(upload_invalid, "\"" + wanted.sha256 + "\" is no SHA-256 digest.",
                         "Give its 64 hex digits, or leave sha256 out.", {.field = "sha256"});
  }
  return upload;
}

}  // namespace

UploadService::UploadService(platform::db::Database& imports, std::filesystem::path folder,
                             platform::storage::ObjectStore* objects)
    : imports_(imports),
      bytes_(objects != nullptr && objects->is_shared() ? uploads_in_objects(*objects, imports, std::move(folder))
                                                        : uploads_in_folder(std::move(folder))) {}

UploadService::~UploadService() = default;

base::Result<Upload> UploadService::create(const NewUpload& wanted) {
  ASSIGN_OR_RETURN(const Upload upload, upload_of(wanted));
  RETURN_IF_FAILED(bytes_->begin(upload.id));
  ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
  RETURN_IF_FAILED(store::insert_upload(*connection, upload));
  return upload;
}

base::Result<Upload> UploadService::find(base::Uuid id, std::string_view owner) {
  std::optional<Upload> upload;
  {
    ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
    ASSIGN_OR_RETURN(upload, store::find_upload(*connection, id));
  }
  const bool is_theirs = upload && (owner.empty() || upload->owner == owner);
  if (!is_theirs || upload->expires_at <= base::Timestamp::now()) return unknown(id);
  ASSIGN_OR_RETURN(const auto arrived, bytes_->size(id));
  if (!arrived) return unknown(id);
  upload->offset = *arrived;
  return *std::move(upload);
}

base::Result<Upload> UploadService::append(base::Uuid id, std::string_view owner, std::uint64_t offset,
                                           const ByteReader& read) {
  ASSIGN_OR_RETURN(const Upload upload, find(id, owner));
  return write(upload, offset, read);
}

base::Result<Upload> UploadService::replace(base::Uuid id, std::string_view owner, const ByteReader& read) {
  ASSIGN_OR_RETURN(const Upload upload, find(id, owner));
  return write(upload, std::nullopt, read);
}

/// Without an offset: from the first byte, whatever is there.
base::Result<Upload> UploadService::write(const Upload& upload, std::optional<std::uint64_t> offset,
                                          const ByteReader& read) {
  if (upload.is_complete) {
    return base::failure(upload_is_complete, "Upload " + upload.id.to_string() + " is complete already.",
                         "Import it, or begin a new upload.");
  }
  ASSIGN_OR_RETURN(const auto writer, bytes_->open(upload.id));
  if (!offset) RETURN_IF_FAILED(writer->clear());
  if (offset && writer->size() != *offset) {
    return base::failure(upload_offset_wrong,
                         fmt::format("The upload stands at byte {}, not at {}.", writer->size(), *offset),
                         fmt::format("Go on from byte {0}: send Upload-Offset: {0}.", writer->size()));
  }
  std::vector<char> piece(piece_size);
  for (;;) {
    const auto got = read(piece);
    if (!got || *got == 0) {
      RETURN_IF_FAILED(writer->sync());
      if (!got) return base::failure(got.error());
      break;
    }
    if (upload.size && writer->size() + *got > *upload.size) {
      RETURN_IF_FAILED(writer->sync());
      return base::failure(upload_too_long, fmt::format("The upload was announced with {} bytes.", *upload.size),
                           "Send the file that was announced, or begin a new upload.");
    }
    RETURN_IF_FAILED(writer->append(std::span(piece).first(*got)));
  }
  Upload now = upload;
  now.offset = writer->size();
  return now;
}

base::Result<> UploadService::check_digest(const Upload& upload) const {
  if (upload.sha256.empty()) return {};
  ASSIGN_OR_RETURN(const std::string digest, bytes_->digest(upload.id));
  if (digest == upload.sha256) return {};
  return base::failure(upload_digest_wrong,
                       fmt::format("The file arrived as SHA-256 {}, announced was {}.", digest, upload.sha256),
                       "Send the file again from its first byte (PUT /uploads/{id}).");
}

base::Result<Upload> UploadService::complete(base::Uuid id, std::string_view owner) {
  ASSIGN_OR_RETURN(Upload upload, find(id, owner));
  if (upload.is_complete) return upload;
  if (upload.size && upload.offset != *upload.size) {
    return base::failure(upload_incomplete, fmt::format("{} of {} bytes have arrived.", upload.offset, *upload.size),
                         fmt::format("Go on from byte {}, then complete the upload.", upload.offset));
  }
  RETURN_IF_FAILED(check_digest(upload));
  ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
  RETURN_IF_FAILED(store::mark_complete(*connection, id));
  upload.is_complete = true;
  return upload;
}

base::Result<Upload> UploadService::take_in(const NewUpload& wanted, const ByteReader& read) {
  ASSIGN_OR_RETURN(const Upload upload, create(wanted));
  auto done = write(upload, 0, read);
  if (done) done = complete(upload.id, upload.owner);
  if (!done) RETURN_IF_FAILED(remove(upload.id, upload.owner));
  return done;
}

base::Result<Upload> UploadService::find_complete(base::Uuid id, std::string_view owner) {
  ASSIGN_OR_RETURN(Upload upload, find(id, owner));
  if (upload.is_complete) return upload;
  return base::failure(upload_incomplete, "Upload " + id.to_string() + " is not complete yet.",
                       "Send the rest, then POST /uploads/{id}/complete.");
}

base::Result<std::filesystem::path> UploadService::file(base::Uuid id, std::string_view owner) {
  RETURN_IF_FAILED(find_complete(id, owner));
  return bytes_->file(id);
}

base::Result<> UploadService::remove(base::Uuid id, std::string_view owner) {
  RETURN_IF_FAILED(find(id, owner));
  RETURN_IF_FAILED(bytes_->remove(id));
  ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
  return store::delete_upload(*connection, id);
}

base::Result<std::uint64_t> UploadService::remove_expired(base::Timestamp now) {
  ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
  ASSIGN_OR_RETURN(const auto ids, store::expired_uploads(*connection, now));
  for (const base::Uuid& id : ids) {
    RETURN_IF_FAILED(bytes_->remove(id));
    RETURN_IF_FAILED(store::delete_upload(*connection, id));
  }
  RETURN_IF_FAILED(bytes_->remove_leftovers(now + -kept_for));
  return ids.size();
}

}  // namespace imports
