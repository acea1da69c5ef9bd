#pragma once

#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>

#include "base/problem.h"

namespace platform::telemetry {

enum class LogStyle : std::uint8_t {
  json,     ///< one object a line: time, level, message, then the fields
  readable  ///< for a person at a terminal
};

struct LogField {
  std::string_view name;
  std::variant<std::string_view, std::int64_t, std::uint64_t, double, bool> value;
};

/// Writes log lines, each whole, to a stream; those of a thread at work on a trace with its trace_id. Secrets never
/// belong in a field. Thread-safe.
class Log {
 public:
  /// Lines below `least` are dropped.
  Log(LogStyle style, base::LogLevel least, std::FILE* stream = stderr);
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void write(base::LogLevel level, std::string_view message, std::initializer_list<LogField> fields = {});
  void info(std::string_view message, std::initializer_list<LogField> fields = {}) {
    write(base::LogLevel::info, message, fields);
  }
  void warning(std::string_view message, std::initializer_list<LogField> fields = {}) {
    write(base::LogLevel::warning, message, fields);
  }
  /// A Problem at its own level: its message and cure, its code as a field.
  void problem(const base::Problem& problem, std::string_view doing);

 private:
  const LogStyle style_;
  const base::LogLevel least_;
  std::FILE* const stream_;
  std::mutex mutex_;
};

std::string_view to_string(base::LogLevel level);
/// The level of the setting LOG_LEVEL: DEBUG, INFO, WARNING, ERROR or CRITICAL (which counts as error).
base::LogLevel log_level_named(std::string_view name);

}  // namespace platform::telemetry
