#pragma once

#include "app/commands.h"
#include "ops/checks/finding.h"

namespace app {

/// A line, with the cure below it; `width` is that of the longest area.
void show_finding(const ops::Finding& finding, std::size_t width);
/// How many there are of each state.
void show_count(const ops::Findings& findings);
/// A line each, with the cure below it, and the count of each state; or JSON under `name`.
void show_findings(std::string_view name, const ops::Findings& findings, bool json);

/// 0 when all is well, 1 with warnings, 2 when something failed.
Exit exit_of(ops::State worst);

}  // namespace app
