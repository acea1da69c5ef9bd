#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ops/checks/doctor.h"

namespace ops {

struct DiagnoseOptions {
  std::filesystem::path to;                   ///< must not exist yet
  std::string version;                        ///< of the program
  std::vector<std::filesystem::path> logs{};  ///< files with log lines, beside those the program's own processes write
  DoctorOptions doctor{};
};

struct Diagnosis {
  std::vector<std::string> entries;  ///< names in the archive
  bool all_ended = true;             ///< as of an Examination
};

/// Writes one archive with what somebody who helps needs to know: settings without secrets, findings of the doctor,
/// versions, processes, queues, migrations, statements, metrics, logs. What cannot be had is said in its place. Fails
/// with file_exists, file_not_written.
base::Result<Diagnosis> diagnose(const base::Result<platform::config::Loaded>& settings,
                                 const DiagnoseOptions& options);

}  // namespace ops
