#pragma once

#include "app/parts.h"
#include "ops/release/releaser.h"

namespace app {

/// What a release asks of the rest of the program: the doctor, a backup, the audit trail. Both must outlive them.
ops::release::Hooks release_hooks(const platform::config::Loaded& loaded, platform::db::Databases& databases,
                                  bool without_checks);

}  // namespace app
