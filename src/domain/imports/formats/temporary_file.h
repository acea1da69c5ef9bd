#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "base/result.h"
#include "domain/imports/formats/dialect.h"

namespace imports {

/// A file without a name, gone when this object goes (or the process is killed).
class TemporaryFile {
 public:
  /// Fails with temporary_file_failed.
  static base::Result<TemporaryFile> create();

  TemporaryFile(TemporaryFile&& other) noexcept;
  TemporaryFile& operator=(TemporaryFile&& other) noexcept;
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile();

  /// A path that opens the file for as long as this object lives.
  std::filesystem::path path() const;
  int descriptor() const { return descriptor_; }
  /// Appends at the file's end. Fails with temporary_file_failed (a full disk).
  base::Result<> append(std::string_view bytes);

 private:
  explicit TemporaryFile(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

/// For formats that need random access (XLSX, XLS) inside .gz or .zip: the uncompressed bytes in a temporary file.
/// Fails as open_uncompressed, and with archive_bomb beyond max_unpacked_bytes.
base::Result<TemporaryFile> unpack_to_temporary(const std::filesystem::path& path, const Dialect& dialect);

/// Workbooks are themselves zip archives or at most 2 GB; more than this is no workbook.
inline constexpr std::uint64_t max_unpacked_bytes = std::uint64_t{4} << 30U;

inline constexpr base::ProblemKind temporary_file_failed{"import.temporary_file_failed", "Temporary file failed", 500,
                                                         base::LogLevel::error};

}  // namespace imports
