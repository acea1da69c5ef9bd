#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"

namespace platform::crypto {

/// The secret kept in `file`; made when there is none yet, readable by its owner only. Processes that start at once get
/// the same one. Fails with key_file_unusable.
base::Result<std::string> secret_in(const std::filesystem::path& file);

inline constexpr base::ProblemKind key_file_unusable{"config.key_file", "Key file cannot be used", 500,
                                                     base::LogLevel::error};

}  // namespace platform::crypto
