#pragma once

#include <string>

#include "platform/telemetry/sentry.h"

namespace platform::telemetry {

/// A report as Sentry's envelope format has it: a line about the envelope, one about its item, and the item.
std::string error_envelope(const ErrorReport& error, const SentryOptions& options, base::Timestamp now);
/// `now`: when what the trace is about ended. Its trace_id must be known.
std::string trace_envelope(const TraceReport& trace, const SentryOptions& options, base::Timestamp now);

}  // namespace platform::telemetry
