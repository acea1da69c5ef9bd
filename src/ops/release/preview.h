#pragma once

#include <string>
#include <vector>

#include "ops/release/plan.h"
#include "ops/release/release.h"
#include "ops/release/stack.h"

namespace ops::release {

struct Options;

/// What a release would do, a line each.
std::vector<std::string> preview_lines(const Plan& plan, const std::vector<PendingMigration>& pending,
                                       const Options& options);
/// Says that `unfinished` was cut off, and what a release of `version` makes of it.
std::string unfinished_line(const Release& unfinished, const std::string& version);

/// Fails with contract_too_early when a pending step takes away what `present`, the version at work, still needs.
base::Result<> check_contracts(const std::vector<PendingMigration>& pending, const std::string& present);
/// The newest version that any of them asks for; "" when they only add.
std::string newest_contract(const std::vector<PendingMigration>& pending);

}  // namespace ops::release
