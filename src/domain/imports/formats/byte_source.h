#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

#include "base/result.h"

namespace imports {

/// A stream of bytes read once from front to back.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Fills a prefix of `buffer`; gives the number of bytes, 0 only at the end. Blocks until there is at least one.
  virtual base::Result<std::size_t> read(std::span<char> buffer) = 0;
};

/// The file's bytes as they are. Fails with file_unreadable, which calls it `shown_name` when that is given.
base::Result<std::unique_ptr<ByteSource>> open_file(const std::filesystem::path& path,
                                                    std::string_view shown_name = {});

/// Bytes held in memory, for tests and samples; `bytes` must outlive the source.
std::unique_ptr<ByteSource> memory_source(std::span<const char> bytes);

inline constexpr base::ProblemKind file_unreadable{"import.file_unreadable", "File cannot be read", 422,
                                                   base::LogLevel::warning};

}  // namespace imports
