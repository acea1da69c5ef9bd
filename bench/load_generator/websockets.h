#pragma once

#include "load_generator/options.h"

namespace load_generator {

/// Opens WebSockets, prints one line of JSON when all are open, and holds them for the time. False when one was refused
/// or did not stay open.
bool hold_websockets(const Options& options);

}  // namespace load_generator
