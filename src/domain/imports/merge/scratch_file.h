#pragma once

#include <cstddef>
#include <cstdio>
#include <memory>

#include "base/result.h"

namespace imports {

/// A temporary file without a name, gone with its owner, written once and then read from the front.
class ScratchFile {
 public:
  static base::Result<ScratchFile> create();
  base::Result<> write(const void* data, std::size_t size);
  base::Result<> rewind();
  /// Bytes read, fewer than `size` only at the end.
  base::Result<std::size_t> read(void* data, std::size_t size);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  explicit ScratchFile(std::FILE* file) : file_(file) {}
  std::unique_ptr<std::FILE, Close> file_;
};

inline constexpr base::ProblemKind scratch_full{"storage.scratch_full", "No room for temporary files", 507,
                                                base::LogLevel::error};

}  // namespace imports
