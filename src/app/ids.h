#pragma once

#include <string_view>

#include "base/result.h"
#include "base/uuid.h"

namespace app {

/// An id from the command line. Fails with id_invalid.
base::Result<base::Uuid> parse_id(std::string_view text);

inline constexpr base::ProblemKind id_invalid{"usage.id_invalid", "Not an id", 400, base::LogLevel::info};

}  // namespace app
