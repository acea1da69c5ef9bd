#pragma once

#include <string>
#include <string_view>

#include "base/problem.h"
#include "domain/imports/formats/record_reader.h"
#include "domain/imports/formats/repair_log.h"

namespace imports {

/// What the readers of tree documents (JSON, XML) have to say alike.

/// "line 3, column 17 (byte 1,234)".
std::string describe(const base::Place& place);

/// A short piece of a file for a message: the beginning of its first line, made printable.
std::string excerpt(std::string_view text);

/// The record that begins at `place` is larger than ReadLimits allow.
base::Problem record_too_long(base::Place place);

/// The document has nothing at the record path.
base::Problem record_path_missing(std::string_view record_path, const std::string& file);

/// Adds a warning when the decoder had to repair characters before `end`.
void note_repairs(Record& record, RepairLog* repairs, std::uint64_t end, const std::string& file);

inline constexpr base::ProblemKind record_path_not_found{"import.record_path_not_found", "Records not found", 422,
                                                         base::LogLevel::warning};

}  // namespace imports
