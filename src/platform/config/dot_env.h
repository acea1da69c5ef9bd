#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace platform::config {

struct DotEnvEntry {
  std::string name;
  std::string value;
  std::size_t line = 0;
};

/// What a `.env` file says, and what is wrong with it (a sentence each).
struct DotEnv {
  std::vector<DotEnvEntry> entries;
  std::vector<std::string> errors;

  /// The last value given for a name; null when there is none.
  const std::string* find(std::string_view name) const;
};

/// Reads `NAME=value` lines: comments, an `export` before the name, blanks around the sign, single quotes (kept as they
/// are) and double quotes (with \n, \t, \", \\ and \$).
DotEnv parse_dot_env(std::string_view text);

/// Reads the file; an absent one says nothing.
DotEnv read_dot_env(const std::filesystem::path& file);

}  // namespace platform::config
