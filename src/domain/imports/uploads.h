#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"
#include "platform/db/database.h"

namespace imports {

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

/// Takes files in as they stream, straight to disk in constant memory. What has arrived when a connection breaks stays,
/// and the sender goes on from there. Only its owner sees an upload ("" sees all). Thread- and process-safe.
class UploadService {
 public:
  UploadService(platform::db::Database& imports, std::filesystem::path folder)
      : imports_(imports), folder_(std::move(folder)) {}

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

  /// Where a complete upload's bytes are. Fails with upload_unknown, upload_incomplete.
  base::Result<std::filesystem::path> file(base::Uuid id, std::string_view owner);
  base::Result<> remove(base::Uuid id, std::string_view owner);
  /// Removes what nobody completed or imported in time; gives how many.
  base::Result<std::uint64_t> remove_expired(base::Timestamp now);

 private:
  std::filesystem::path path_of(base::Uuid id) const { return folder_ / id.to_string(); }
  base::Result<Upload> write(const Upload& upload, std::uint64_t offset, const ByteReader& read);
  base::Result<> check_digest(const Upload& upload) const;

  platform::db::Database& imports_;
  std::filesystem::path folder_;
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
