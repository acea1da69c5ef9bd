#include "ops/checks/doctor.h"

#include "base/text.h"
#include "ops/backup/backups.h"
#include "ops/checks/doctor_checks.h"

namespace ops {
namespace {

using namespace std::chrono_literals;

/// A finding for each line that says what is wrong.
Findings invalid_settings(const base::Problem& problem) {
  Findings findings;
  for (const std::string_view line : base::split(problem.message, '\n')) {
    if (line.starts_with("- ")) findings.push_back(failing("settings", std::string(line.substr(2)), problem.cure));
  }
  if (findings.empty()) findings.push_back(failing("settings", problem));
  return findings;
}

Findings backup_findings(const Patient& patient) {
  const auto ages = has_main_database(patient) ? patient.options.backups() : BackupAges{};
  if (!ages) {
    // Why that is so, the check of the main database tells.
    return {worrying("backup", "It cannot be told when the last backup was made: " + ages.error().message,
                     "Mend the main database, or bring its schema forward with `suppliers-import migrate up`.")};
  }
  if (!ages->last_success) {
    return {
        worrying("backup", "No backup has been made yet.", "Run `suppliers-import backup`, and see docs/backup.md.")};
  }
  const auto now = base::Timestamp::now();
  Findings findings;
  const std::string age = "The last backup is " + about(now - *ages->last_success) + " old.";
  findings.push_back(
      now - *ages->last_success > backup::backup_late_after
          ? worrying("backup", age,
                     "Run `suppliers-import backup`, and check that the scheduler is at work: it makes one "
                     "each night.")
          : fine("backup", age));
  if (!ages->last_proven_restore || now - *ages->last_proven_restore > backup::proof_late_after) {
    findings.push_back(worrying("backup",
                                ages->last_proven_restore
                                    ? "No backup has been restored to see whether that works for " +
                                          about(now - *ages->last_proven_restore) + "."
                                    : "No backup has ever been restored to see whether that works.",
                                "Run `suppliers-import backup verify`."));
  }
  return findings;
}

void append(std::vector<Check>& all, std::vector<Check> more) {
  for (Check& check : more) all.push_back(std::move(check));
}

}  // namespace

Finding failing(std::string area, const base::Problem& problem) {
  return failing(std::move(area), problem.message, problem.cure);
}

std::string about(std::chrono::microseconds time) {
  const auto count = [](std::int64_t number, const char* unit) {
    return std::to_string(number) + " " + unit + (number == 1 ? "" : "s");
  };
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::abs(time)).count();
  if (seconds < 120) return count(seconds, "second");
  if (seconds < 2 * 3600) return count(seconds / 60, "minute");
  if (seconds < 48 * 3600) return count(seconds / 3600, "hour");
  return count(seconds / 86'400, "day");
}

Finding clock_finding(std::string area, std::string_view whose, std::chrono::microseconds apart) {
  constexpr auto tolerated = 2s;
  constexpr auto too_far = 10s;
  const auto distance = std::chrono::abs(apart);
  const std::string found = "This machine's clock and that of " + std::string(whose) + " are " +
                            (distance < tolerated ? "together" : about(distance) + " apart") + ".";
  const char* const cure = "Let both machines follow a time server (chrony or systemd-timesyncd).";
  if (distance > too_far) return failing(std::move(area), found, cure);
  return distance > tolerated ? worrying(std::move(area), found, cure) : fine(std::move(area), found);
}

std::vector<Check> backup_checks(const SharedPatient& patient) {
  if (!patient->options.backups) return {};
  return {{"backup", [patient] { return backup_findings(*patient); }}};
}

Examination examine(const base::Result<platform::config::Loaded>& settings, const DoctorOptions& options) {
  if (!settings) return {invalid_settings(settings.error())};
  const auto patient = std::make_shared<const Patient>(Patient{*settings, options});
  std::vector<Check> checks = settings_checks(patient);
  append(checks, database_checks(patient));
  append(checks, service_checks(patient));
  append(checks, machine_checks(patient));
  append(checks, public_checks(patient));
  append(checks, backup_checks(patient));
  for (Check& check : checks) check.longest = options.longest;
  return run_checks(checks);
}

}  // namespace ops
