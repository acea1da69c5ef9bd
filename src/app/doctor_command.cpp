// doctor: everything an installation needs, looked at before it is put to work.
#include "app/command.h"
#include "app/findings_view.h"
#include "ops/backup/backups.h"
#include "ops/checks/doctor.h"

namespace app {
namespace {

struct DoctorCommandOptions {
  int seconds = 10;
  std::string authority;
};

base::Result<ops::BackupAges> backup_ages(const platform::config::Settings& settings) {
  ASSIGN_OR_RETURN(auto main, platform::db::Database::open("main", settings.main.url, {.size = 1}));
  ASSIGN_OR_RETURN(const auto freshness, backup::freshness(main));
  return ops::BackupAges{freshness.last_success, freshness.last_proven_restore};
}

base::Result<Exit> doctor(const DoctorCommandOptions& given, bool json) {
  ops::DoctorOptions options;
  options.longest = std::chrono::seconds(given.seconds);
  options.authority = given.authority;
  const auto loaded = load_settings();
  if (loaded) options.backups = [settings = loaded->settings] { return backup_ages(settings); };
  const ops::Examination examination = ops::examine(loaded, options);
  show_findings("findings", examination.findings, json);
  return end_after_checks(exit_of(ops::worst_of(examination.findings)), examination.all_ended, json);
}

}  // namespace

void add_doctor_command(CLI::App& program, Exit& exit) {
  Command<DoctorCommandOptions> command(
      program, "doctor", "Look at everything this installation needs: 0 well, 1 warnings, 2 failed", "doctor");
  command.app()
      .add_option("--seconds", command.options().seconds, "How long one check may take")
      ->check(CLI::Range(1, 300))
      ->capture_default_str();
  command.app().add_option("--ca", command.options().authority, "Certificates to trust in place of the system's (PEM)");
  command.runs(exit, doctor);
}

}  // namespace app
