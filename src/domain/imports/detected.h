#pragma once

#include "domain/imports/report/report.h"
#include "domain/imports/sniff/sniff.h"

namespace imports {

/// What the report says about how a file was read.
Detected detected_of(const Sniffed& sniffed);

}  // namespace imports
