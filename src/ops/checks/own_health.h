#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace ops {

/// Asks the process that listens on `port` of this machine whether it is ready, in `longest` at most. Opens nothing but
/// that connection. Fails with health_unreachable, health_too_slow, health_not_ready.
base::Result<> ask_own_health(unsigned short port, std::chrono::milliseconds longest);

/// The metrics of that process, in Prometheus' text format. Fails with health_not_ready when it shows none.
base::Result<std::string> ask_own_metrics(unsigned short port, std::chrono::milliseconds longest);

/// Who listens on a port of this machine.
enum class Listener : std::uint8_t { nobody, ours, other };
/// Whether it is a process of this program is told by how it answers /health/ready.
Listener listener_of(unsigned short port, std::chrono::milliseconds longest);

/// What a process can be started as.
inline constexpr std::array<std::string_view, 5> role_names{"serve", "api", "worker", "scheduler", "web"};
/// The role in the words a process was started with ("/suppliers-import", "worker", "--grace", "5"); nothing when there
/// is none. `command_line`: as the kernel tells it, words that end in a zero byte.
std::optional<std::string> role_in(std::string_view command_line);

inline constexpr base::ProblemKind health_unreachable{"health.unreachable", "Process does not listen", 503,
                                                      base::LogLevel::error};
inline constexpr base::ProblemKind health_too_slow{"health.too_slow", "Process does not answer in time", 504,
                                                   base::LogLevel::error};
inline constexpr base::ProblemKind health_not_ready{"health.not_ready", "Process is not ready", 503,
                                                    base::LogLevel::warning};

}  // namespace ops
