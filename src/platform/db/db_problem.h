#pragma once

#include <string_view>

#include "base/result.h"

namespace platform::db {

/// The Problem of a statement that failed. Its message names the database, the statement and the engine's reason.
base::Problem db_problem(const base::ProblemKind& kind, std::string_view database, std::string_view statement,
                         std::string_view reason);

}  // namespace platform::db
