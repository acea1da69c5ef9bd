#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/result.h"
#include "domain/imports/mapping/mapping.h"
#include "domain/imports/sniff/column_stats.h"

namespace imports::sniffing {

/// The first records of a file, added up by column.
struct Sample {
  std::vector<ColumnStats> columns;
  std::uint64_t rows = 0;
  bool reached_end = false;
  std::uint64_t first_byte = 0;  ///< where the first record starts in the decoded text
  std::uint64_t end_byte = 0;    ///< where the last one read ends
  std::vector<Mapping::SkipRule> skip;
};

/// Reads up to a few thousand records or megabytes. A file that breaks after some records still gives those.
base::Result<Sample> take_sample(const std::filesystem::path& path, const Dialect& dialect);

}  // namespace imports::sniffing
