#pragma once

#include <string>

#include "base/result.h"
#include "ops/checks/wire.h"

namespace ops {

/// The next text a server sends over a WebSocket, pings and the like left out. Fails as the wire does, and when the
/// server closes.
base::Result<std::string> next_message(Wire& wire);

}  // namespace ops
