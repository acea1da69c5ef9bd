#pragma once

// What the edge itself refuses, before a handler is asked.

#include "base/problem.h"

namespace platform::http {

inline constexpr base::ProblemKind malformed{"request.malformed", "Request is not valid HTTP", 400,
                                             base::LogLevel::info};
inline constexpr base::ProblemKind header_too_large{"request.header_too_large", "Request header is too large", 431,
                                                    base::LogLevel::info};
inline constexpr base::ProblemKind too_slow{"request.too_slow", "Request arrived too slowly", 408,
                                            base::LogLevel::info};
inline constexpr base::ProblemKind overloaded{"server.overloaded", "Server is busy", 503, base::LogLevel::warning};
inline constexpr base::ProblemKind rate_limited{"request.rate_limited", "Too many requests", 429, base::LogLevel::info};
inline constexpr base::ProblemKind idempotency_in_flight{"request.in_flight", "The same request is being worked on",
                                                         409, base::LogLevel::info};
inline constexpr base::ProblemKind idempotency_mismatch{"request.key_reused", "Idempotency-Key was used before", 422,
                                                        base::LogLevel::info};

}  // namespace platform::http
