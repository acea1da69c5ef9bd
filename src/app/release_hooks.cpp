#include "app/release_hooks.h"

#include <fmt/format.h>

#include "app/terminal.h"
#include "app/version.h"
#include "base/json_writer.h"
#include "domain/identity/audit.h"
#include "ops/backup/backups.h"
#include "ops/checks/doctor.h"

namespace app {
namespace {

using ops::release::Release;
using ops::release::Step;

// What a release itself mends, or looks at in its own way.
bool is_releases_own(const ops::Finding& finding) {
  return finding.area.starts_with("backup") || finding.area.starts_with("migrations") ||
         finding.area.starts_with("port");
}

base::Result<std::string> examine(const platform::config::Loaded& loaded, bool& all_ended) {
  const auto found = ops::examine(loaded, {});
  all_ended = found.all_ended;
  int warnings = 0;
  for (const ops::Finding& one : found.findings) {
    if (is_releases_own(one)) continue;
    if (one.state == ops::State::warning) ++warnings;
    if (one.state != ops::State::failed) continue;
    return base::failure(ops::release::release_refused, "The installation is not fit: " + one.area + ": " + one.found,
                         one.cure + " `suppliers-import doctor` shows all; --without-checks releases in spite of it.");
  }
  return warnings == 0 ? std::string() : fmt::format("{} warnings, see `suppliers-import doctor`", warnings);
}

/// Made now and restored beside the live data: what a fault of the new version could destroy is in it.
base::Result<std::string> proven_backup(const platform::config::Settings& settings, platform::db::Database& main) {
  ASSIGN_OR_RETURN(const auto options, backup::BackupOptions::from(settings));
  ASSIGN_OR_RETURN(auto storage, platform::storage::ObjectStore::from(settings));
  backup::Backups backups(options, main, storage);
  ASSIGN_OR_RETURN(const auto made, backups.run({"release", version}, {}));
  if (made.missed) return base::failure(*made.missed);
  ASSIGN_OR_RETURN(const auto proof, backups.verify(made.manifest.id, {}, {}));
  return fmt::format("{}, {} restored and compared", made.manifest.id, size_text(made.manifest.size_bytes()));
}

std::string step_json(const Release& release, const Step& step) {
  base::JsonWriter out;
  out.begin_object().member("version", release.version).member("previous", release.previous);
  out.member("step", step.name).member("state", step.state).member("detail", step.detail);
  if (!release.without_backup.empty()) out.member("without_backup", release.without_backup);
  out.end_object();
  return out.take();
}

}  // namespace

ops::release::Hooks release_hooks(const platform::config::Loaded& loaded, platform::db::Databases& databases,
                                  bool without_checks, bool& all_ended) {
  ops::release::Hooks hooks;
  hooks.preflight = [&loaded, without_checks, &all_ended]() -> base::Result<std::string> {
    return without_checks ? std::string("the checks were left out") : examine(loaded, all_ended);
  };
  hooks.backup = [&loaded, &databases] { return proven_backup(loaded.settings, databases.main); };
  hooks.audit = [&databases](const Release& release, const Step& step) {
    identity::Actor actor;
    actor.name = release.started_by;
    // The release's own books hold the step as well; a trail that cannot be written holds nothing up.
    static_cast<void>(
        identity::AuditTrail(databases.main)
            .record(actor, {"release.step", "release:" + release.id.to_string(), "", step_json(release, step)}));
  };
  return hooks;
}

}  // namespace app
