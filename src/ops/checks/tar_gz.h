#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ops {

struct ArchiveEntry {
  std::string name;  ///< at most 99 characters
  std::string content;
};

/// The entries as a .tar.gz, with the time given (seconds since 1970).
std::string tar_gz(const std::vector<ArchiveEntry>& entries, std::int64_t time);

}  // namespace ops
