#include "ops/checks/checks.h"

#include <exception>
#include <utility>

#include "ops/checks/bounded.h"

namespace ops {
namespace {

using Clock = std::chrono::steady_clock;

Findings looked(const Check& check) {
  try {
    return check.look();
  } catch (const std::exception& error) {
    return {failing(check.area, std::string("The check itself failed: ") + error.what() + ".",
                    "Report this with the output of `suppliers-import diagnose`.")};
  }
}

Findings timed(const Check& check) {
  const auto began = Clock::now();
  Findings findings = looked(check);
  const auto time = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began);
  for (Finding& finding : findings) finding.time = time;
  return findings;
}

Finding unanswered(const std::string& area, std::chrono::milliseconds longest) {
  Finding finding =
      failing(area, "No answer within " + std::to_string(longest.count() / 1000) + " s.",
              "Check that the address in the settings is right, and that the service is not overloaded or "
              "behind a firewall.");
  finding.time = longest;
  return finding;
}

}  // namespace

Examination run_checks(const std::vector<Check>& checks) {
  struct Running {
    std::string area;
    std::chrono::milliseconds longest;
    Bounded<Findings> look;
  };
  std::vector<Running> all;
  all.reserve(checks.size());
  for (const Check& check : checks)
    all.push_back({check.area, check.longest, Bounded<Findings>(check.longest, [check] { return timed(check); })});
  Examination examination;
  for (Running& running : all) {
    auto found = running.look.result();
    if (!found) {
      examination.all_ended = false;
      found = Findings{unanswered(running.area, running.longest)};
    }
    for (Finding& finding : *found) examination.findings.push_back(std::move(finding));
  }
  return examination;
}

}  // namespace ops
