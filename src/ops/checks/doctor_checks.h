#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ops/checks/doctor.h"

namespace ops {

/// What the doctor's checks share; they may outlive whoever started them.
struct Patient {
  platform::config::Loaded loaded;
  DoctorOptions options;

  const platform::config::Settings& settings() const { return loaded.settings; }
  const std::string& value(std::string_view name) const { return loaded.settings.value(name); }
};
using SharedPatient = std::shared_ptr<const Patient>;

/// False on SQLite before the first start: looking into the main database would make it.
bool has_main_database(const Patient& patient);

// What there is to check, by subject.
std::vector<Check> settings_checks(const SharedPatient& patient);
std::vector<Check> database_checks(const SharedPatient& patient);
std::vector<Check> service_checks(const SharedPatient& patient);
std::vector<Check> machine_checks(const SharedPatient& patient);
std::vector<Check> public_checks(const SharedPatient& patient);
std::vector<Check> backup_checks(const SharedPatient& patient);

/// What a Problem means as a finding.
Finding failing(std::string area, const base::Problem& problem);

/// "3 days", "5 hours", "12 seconds": roughly, as people say it.
std::string about(std::chrono::microseconds time);

/// How far this machine's clock and another's may be apart: a lease lasts 15 seconds.
Finding clock_finding(std::string area, std::string_view whose, std::chrono::microseconds apart);

}  // namespace ops
