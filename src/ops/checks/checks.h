#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "ops/checks/finding.h"

namespace ops {

/// One look at one thing. It must own what it looks with: one that does not end in time is left behind.
struct Check {
  std::string area;
  std::function<Findings()> look;
  std::chrono::milliseconds longest{10'000};
};

/// What the checks found, in the order of the checks.
struct Examination {
  Findings findings;
  bool all_ended = true;  ///< false: a thread still waits for something that does not answer
};

/// Runs all of them at once, each on a thread of its own for no longer than it may take. One that fails, throws or does
/// not end becomes a finding and hinders no other.
Examination run_checks(const std::vector<Check>& checks);

}  // namespace ops
