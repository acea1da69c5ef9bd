#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"
#include "platform/db/database.h"

namespace platform::storage {
class ObjectStore;
}

namespace imports {

class UploadBytes;

/// A file on its way in, or waiting to be imported.
struct Upload {
  base::Uuid id;
  std::string file_name;
  std::optional<std::uint64_t> size;  ///< as announced
  std::string sha256;                 ///< as announced, lower-case hex; "" when it was not
  bool is_complete = false;
  std::string owner;
  base::Timestamp created_at, expires_at;
  std::uint64_t offset = 0;  ///< bytes that have arrived and will not be lost
};

struct NewUpload {
  std::string file_name;
  std::optional<std::uint64_t> size{};
  std::string sha256{};
  std::string owner{};
};

/// Waits for bytes and puts them into the span; 0 at the end.
using ByteReader = std::function<base::Result<std::size_t>(std::span<char>)>;

/// Takes files in as they stream, in constant memory: straight to disk, or to an object store that other machines
/// share, so that any process can take the next bytes. What has arrived when a connection breaks stays, and the sender
/// goes on from there. Only its owner sees an upload ("" sees all). Thread- and process-safe.
class UploadService {
 public:
  /// `objects` takes the bytes when it is shared between machines; else `folder` does.
  UploadService(platform::db::Database& imports, std::filesystem::path folder,
                platform::storage::ObjectStore* objects = nullptr);
  UploadService(const UploadService&) = delete;
  UploadService& operator=(const UploadService&) = delete;
  ~UploadService();

  /// Fails with upload_invalid.
  base::Result<Upload> create(const NewUpload& wanted);
  /// Fails with upload_unknown, also when it has expired.
  base::Result<Upload> find(base::Uuid id, std::string_view owner);
  /// Appends what `read` gives; `offset` must be where the upload stands. Fails with upload_offset_wrong,
  /// upload_busy, upload_too_long, upload_is_complete, and as `read` does; what came before the failure is kept.
  base::Result<Upload> append(base::Uuid id, std::string_view owner, std::uint64_t offset, const ByteReader& read);
  /// The same from the first byte, whatever had arrived before.
  base::Result<Upload> replace(base::Uuid id, std::string_view owner, const ByteReader& read);
  /// Checks size and digest against what was announced; from now on it can be imported. Fails with upload_incomplete,
  /// upload_digest_wrong.
  base::Result<Upload> complete(base::Uuid id, std::string_view owner);
  /// All of it at once; leaves nothing behind when it fails.
  base::Result<Upload> take_in(const NewUpload& wanted, const ByteReader& read);

  /// Fails with upload_unknown, upload_incomplete.
  base::Result<Upload> find_complete(base::Uuid id, std::string_view owner);
  /// Where a complete upload's bytes are on this machine. Fails as find_complete() does.
  base::Result<std::filesystem::path> file(base::Uuid id, std::string_view owner);
  base::Result<> remove(base::Uuid id, std::string_view owner);
  /// Removes what nobody completed or imported in time; gives how many.
  base::Result<std::uint64_t> remove_expired(base::Timestamp now);

 private:
  base::Result<Upload> write(const Upload& upload, std::optional<std::uint64_t> offset, const ByteReader& read);
  base::Result<> check_digest(const Upload& upload) const;

  platform::db::Database& imports_;
  std::unique_ptr<UploadBytes> bytes_;
};

inline constexpr base::ProblemKind upload_unknown{"upload.unknown", "No such upload", 404, base::LogLevel::info};
inline constexpr base::ProblemKind upload_invalid{"upload.invalid", "Upload is not valid", 422, base::LogLevel::info};
inline constexpr base::ProblemKind upload_offset_wrong{"upload.offset_wrong", "Upload stands elsewhere", 409,
                                                       base::LogLevel::info};
inline constexpr base::ProblemKind upload_busy{"upload.busy", "Upload is being written to", 409, base::LogLevel::info};
inline constexpr base::ProblemKind upload_too_long{"upload.too_long", "Upload is longer than announced", 422,
                                                   base::LogLevel::info};
inline constexpr base::ProblemKind upload_is_complete{"upload.is_complete", "Upload is complete already", 409,
                                                      base::LogLevel::info};
inline constexpr base::ProblemKind upload_incomplete{"upload.incomplete", "Upload is not complete", 409,
                                                     base::LogLevel::info};
inline constexpr base::ProblemKind upload_digest_wrong{"upload.digest_wrong", "Upload arrived damaged", 422,
                                                       base::LogLevel::warning};

}  // namespace imports
