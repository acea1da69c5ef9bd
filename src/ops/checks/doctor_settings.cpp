#include <sys/stat.h>

#include <algorithm>

#include "ops/checks/doctor_checks.h"
#include "platform/config/setting_rule.h"
#include "platform/telemetry/sentry.h"

namespace ops {
namespace {

constexpr std::string_view area = "settings";
constexpr std::string_view secrets_area = "secrets";

Findings settings_findings(const Patient& patient) {
  Findings findings;
  const auto given = std::ranges::count_if(patient.loaded.report, [](const auto& setting) {
    return setting.source != platform::config::SettingSource::default_value;
  });
  findings.push_back(fine(std::string(area), "All settings are valid; " + std::to_string(given) +
                                                 " are set, the others have their defaults."));
  for (const std::string& warning : patient.loaded.warnings) {
    findings.push_back(worrying(std::string(area), warning, "Correct the name, or remove the line."));
  }
  const bool is_production = patient.settings().is_production();
  if (is_production && patient.settings().debug) {
    findings.push_back(worrying(std::string(area), "DEBUG is true: callers are shown the details of unexpected errors.",
                                "Set DEBUG=false."));
  }
  if (is_production && patient.value("ALLOWED_ORIGINS") == "*") {
    findings.push_back(worrying(std::string(area), "ALLOWED_ORIGINS is *: any web page may call the API.",
                                "Name the pages that may, such as the address in APP_URL."));
  }
  if (is_production && patient.value("APP_URL").starts_with("http://")) {
    findings.push_back(worrying(std::string(area),
                                "APP_URL is " + patient.value("APP_URL") + ", which is not encrypted.",
                                "Serve the site over https and write its address with https://."));
  }
  return findings;
}

/// In production the settings would not have been accepted at all.
Findings secrets_findings(const Patient& patient) {
  Findings findings;
  for (const auto& setting : patient.loaded.report) {
    const std::string& value = patient.value(setting.info->name);
    if (value.empty()) continue;  // made up at the first start
    if (const auto objection = platform::config::production_objection(*setting.info, value)) {
      findings.push_back(worrying(std::string(secrets_area), std::string(setting.info->name) + " " + *objection + ".",
                                  "Write a file of strong secrets with `suppliers-import ops init --to new.env` and "
                                  "take it from there."));
    }
  }
  struct stat status {};
  if (::stat(patient.options.dot_env.c_str(), &status) == 0 && (status.st_mode & S_IROTH) != 0) {
    findings.push_back(worrying(std::string(secrets_area),
                                "Every user of this machine may read " + patient.options.dot_env.string() + ".",
                                "Run `chmod 600 " + patient.options.dot_env.string() + "`."));
  }
  if (findings.empty())
    findings.push_back(fine(std::string(secrets_area), "No placeholder and no short secret is in use."));
  return findings;
}

Findings sentry_findings(const Patient& patient) {
  const std::string name = "error reports";
  const std::string& dsn = patient.value("SENTRY_DSN");
  if (dsn.empty()) return {fine(name, "SENTRY_DSN is not set: unexpected errors are in the log alone.")};
  const auto address = platform::telemetry::parse_sentry_dsn(dsn);
  if (!address) return {failing(name, address.error())};
  return {fine(name, "Unexpected errors are reported to " + address->url + ".")};
}

}  // namespace

std::vector<Check> settings_checks(const SharedPatient& patient) {
  return {{std::string(area), [patient] { return settings_findings(*patient); }},
          {std::string(secrets_area), [patient] { return secrets_findings(*patient); }},
          {"error reports", [patient] { return sentry_findings(*patient); }}};
}

}  // namespace ops
