#pragma once

#include "app/parts.h"
#include "ops/release/releaser.h"

namespace app {

/// What a release asks of the rest of the program: the doctor, a backup, the audit trail. `all_ended` becomes false
/// when the doctor leaves a check behind that has not ended. All of these must outlive the hooks.
ops::release::Hooks release_hooks(const platform::config::Loaded& loaded, platform::db::Databases& databases,
                                  bool without_checks, bool& all_ended);

}  // namespace app
