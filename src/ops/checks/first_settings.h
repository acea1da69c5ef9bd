#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace ops {

struct FirstSettingsOptions {
  std::filesystem::path file = ".env";
  std::string domain{};                 ///< "" for a machine of one's own; else production under this name
  std::filesystem::path secrets_dir{};  ///< secrets become files here, named by NAME_FILE; "" for lines of the file
};

/// What was made, and what an earlier run or a person had made before.
struct FirstSettings {
  std::vector<std::filesystem::path> written, kept;
  std::vector<std::string> missing;  ///< settings a kept file lacks
};

/// Writes the settings of a new installation with secrets nobody can guess. A file that is there is never touched; then
/// `missing` says what it lacks. Fails with domain_invalid, file_not_written.
base::Result<FirstSettings> write_first_settings(const FirstSettingsOptions& options);

/// Names of the settings that are made up for a new installation: secrets that must be of some length, but for those
/// that tell a former value and those a service gives.
std::vector<std::string> generated_settings();

inline constexpr base::ProblemKind domain_invalid{"usage.domain", "Domain name is not valid", 400,
                                                  base::LogLevel::info};

}  // namespace ops
