#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.h"

namespace ops {

/// Writes a file only its owner may read; it appears whole or not at all, and never in place of another. Makes its
/// folder. Fails with file_exists, file_not_written.
base::Result<> write_private_file(const std::filesystem::path& file, std::string_view bytes);

inline constexpr base::ProblemKind file_exists{"ops.file_exists", "File exists already", 409, base::LogLevel::info};
inline constexpr base::ProblemKind file_not_written{"ops.file_not_written", "File cannot be written", 507,
                                                    base::LogLevel::error};

}  // namespace ops
