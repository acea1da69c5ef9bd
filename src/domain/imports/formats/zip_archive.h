#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/imports/formats/byte_source.h"

namespace imports {

/// One file inside a zip archive. Its name is what the archive claims: shown, never used as a path.
struct ZipEntry {
  std::string name;  ///< UTF-8
  std::uint64_t compressed_bytes = 0;
  std::uint64_t bytes = 0;  ///< as the archive declares it; not to be trusted
  bool encrypted = false;
  bool directory = false;
};

/// A zip archive opened for reading. Nothing is ever extracted to disk. Entries may be read side by side by one thread
/// and outlive the archive object.
class ZipArchive {
 public:
  /// Fails with file_unreadable or archive_damaged. Problems call it `shown_name` when that is given.
  static base::Result<ZipArchive> open(const std::filesystem::path& path, std::string_view shown_name = {});

  ZipArchive(ZipArchive&&) noexcept;
  ZipArchive& operator=(ZipArchive&&) noexcept;
  ZipArchive(const ZipArchive&) = delete;
  ZipArchive& operator=(const ZipArchive&) = delete;
  ~ZipArchive();

  const std::vector<ZipEntry>& entries() const;
  /// The entry of that name; else one that differs only in case (ASCII) or has '\' for '/'; nullptr when there is none.
  const ZipEntry* find(std::string_view name) const;
  /// Streams an entry found as by find(). Fails with archive_entry_missing, file_encrypted, archive_damaged; while
  /// reading with archive_damaged and archive_bomb (ReadLimits::max_expansion_ratio).
  base::Result<std::unique_ptr<ByteSource>> open_entry(std::string_view name) const;

 private:
  struct Contents;
  explicit ZipArchive(std::shared_ptr<const Contents> contents);
  std::shared_ptr<const Contents> contents_;
};

inline constexpr base::ProblemKind archive_damaged{"import.archive_damaged", "Compressed file is damaged", 422,
                                                   base::LogLevel::warning};
inline constexpr base::ProblemKind archive_bomb{"import.archive_bomb", "Compressed file expands too much", 422,
                                                base::LogLevel::warning};
inline constexpr base::ProblemKind archive_entry_missing{"import.archive_entry_missing", "Not in the zip archive", 422,
                                                         base::LogLevel::warning};
inline constexpr base::ProblemKind file_encrypted{"import.file_encrypted", "File is protected by a password", 422,
                                                  base::LogLevel::warning};

}  // namespace imports
