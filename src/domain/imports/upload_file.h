#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "base/result.h"

namespace imports {

/// The file an upload grows in, open for writing by nobody else meanwhile.
class UploadFile {
 public:
  /// Makes the file where it is missing. Fails with upload_busy, storage_unavailable, storage_full.
  static base::Result<UploadFile> open(const std::filesystem::path& path);
  UploadFile(UploadFile&& other) noexcept;
  UploadFile& operator=(UploadFile&&) = delete;
  ~UploadFile();

  base::Result<std::uint64_t> size() const;
  base::Result<> truncate(std::uint64_t size);
  base::Result<> write(std::span<const char> bytes, std::uint64_t offset);
  /// Makes what was written last through a loss of power.
  base::Result<> sync();

 private:
  UploadFile(int file, std::filesystem::path path) : file_(file), path_(std::move(path)) {}
  tl::unexpected<base::Problem> failed(int error) const;
  int file_;
  std::filesystem::path path_;
};

/// SHA-256 of a file as lower-case hex.
base::Result<std::string> digest_of_file(const std::filesystem::path& path);

}  // namespace imports
