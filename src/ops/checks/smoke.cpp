#include "ops/checks/smoke.h"

#include <exception>

#include "ops/checks/smoke_steps.h"

namespace ops {
namespace {

/// Runs the steps one after the other; once one that others need has failed, the others are not tried.
class Steps {
 public:
  explicit Steps(const std::function<void(const Finding&)>& each) : each_(each) {}

  /// True when it did not fail.
  bool run(const std::string& area, const std::function<base::Result<Finding>()>& step) {
    if (!missing_.empty()) {
      note(failing(area, "Not tried: " + missing_ + " failed.", "Mend that first."));
      return false;
    }
    const auto began = std::chrono::steady_clock::now();
    Finding finding = tried(area, step);
    finding.area = area;
    finding.time = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
    const bool is_good = finding.state != State::failed;
    note(std::move(finding));
    return is_good;
  }
  void run_first(const std::string& area, const std::function<base::Result<Finding>()>& step) {
    if (!run(area, step) && missing_.empty()) missing_ = area;
  }
  Findings take() { return std::move(findings_); }

 private:
  static Finding tried(const std::string& area, const std::function<base::Result<Finding>()>& step) {
    try {
      auto finding = step();
      if (finding) return *std::move(finding);
      return failing(area, finding.error().message, finding.error().cure);
    } catch (const std::exception& error) {
      return failing(area, std::string("The step itself failed: ") + error.what() + ".",
                     "Check that --url leads to this program.");
    }
  }
  void note(Finding finding) {
    if (each_) each_(finding);
    findings_.push_back(std::move(finding));
  }

  const std::function<void(const Finding&)>& each_;
  Findings findings_;
  std::string missing_;
};

void try_import(Steps& steps, const Site& site, const SmokeOptions& options) {
  TrialImport trial(site, options);
  const bool is_uploaded = steps.run("upload", [&] { return trial.upload(); });
  if (is_uploaded) {
    steps.run("import", [&] { return trial.import(); });
    steps.run("live events", [&] { return trial.live_event(); });
  }
  steps.run("clean-up", [&] { return trial.clean_up(); });
}

}  // namespace

Findings smoke(const SmokeOptions& options, const std::function<void(const Finding&)>& each) {
  Steps steps(each);
  auto site = Site::at(options);
  if (!site) {
    steps.run_first("address", [&]() -> base::Result<Finding> { return base::failure(site.error()); });
    return steps.take();
  }
  steps.run_first("health", [&] { return try_health(*site, options); });
  steps.run_first("sign-in", [&] { return try_sign_in(*site, options); });
  steps.run("dashboard", [&] { return try_dashboard(*site); });
  steps.run("workers", [&] { return try_workers(*site); });
  if (!options.is_read_only) try_import(steps, *site, options);
  steps.run("metrics", [&] { return try_metrics(*site); });
  steps.run("error reports", [&] { return try_error_reports(*site); });
  steps.run("speed", [&] { return try_speed(*site, options); });
  steps.run("pools", [&] { return try_pools(*site); });
  steps.run("cache", [&] { return try_cache(*site); });
  steps.run("sign-out", [&] { return try_sign_out(*site, options); });
  return steps.take();
}

}  // namespace ops
