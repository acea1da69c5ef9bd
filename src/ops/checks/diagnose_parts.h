#pragma once

#include <memory>
#include <string>

#include "ops/checks/diagnose.h"

namespace ops {

// The texts of the archive. Each is whole JSON or plain text, and says so when it cannot be had.

std::string about_text(const DiagnoseOptions& options);
std::string settings_json(const platform::config::Loaded& loaded);
std::string processes_json(const platform::config::Settings& settings);
std::string queues_json(const platform::config::Settings& settings);
std::string migrations_json(const platform::config::Settings& settings);
/// What PostgreSQL itself has counted, where the extension pg_stat_statements is installed.
std::string statements_json(const platform::config::Settings& settings);
/// What the process on the port of this setting counts about itself.
std::string metrics_text(const platform::config::Settings& settings, const char* port_setting);
/// The end of each log that is kept in a file, and where the others are to be looked for.
std::string logs_text(const platform::config::Settings& settings, const std::vector<std::filesystem::path>& more);

}  // namespace ops
