#pragma once

#include <string>

#include "base/result.h"
#include "domain/imports/mapping/mapping.h"

namespace app {

/// Reads a mapping document from a file, or from standard input for "-".
base::Result<imports::Mapping> read_mapping_file(const std::string& path);

inline constexpr base::ProblemKind mapping_file_unreadable{"mapping.file_unreadable", "Mapping file cannot be read",
                                                           422, base::LogLevel::info};

}  // namespace app
