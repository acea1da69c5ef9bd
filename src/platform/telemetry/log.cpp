#include "platform/telemetry/log.h"

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/timestamp.h"
#include "platform/telemetry/trace.h"

namespace platform::telemetry {
namespace {

std::string json_line(base::LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
  base::JsonWriter json;
  json.begin_object();
  json.member("time", base::Timestamp::now().to_string());
  json.member("level", to_string(level));
  json.member("message", message);
  for (const LogField& field : fields) {
    std::visit([&](const auto& value) { json.member(field.name, value); }, field.value);
  }
  if (const std::string trace = TraceScope::current(); !trace.empty()) json.member("trace_id", trace);
  json.end_object();
  return json.take() + "\n";
}

/// A value as a person reads it; line ends inside would let a caller forge lines.
std::string shown(const LogField& field) {
  std::string text = std::visit([](const auto& value) { return fmt::format("{}", value); }, field.value);
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return text;
}

std::string readable_line(base::LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
  const std::string now = base::Timestamp::now().to_string();
  const LogField text{"message", message};
  std::string line = fmt::format("{} {:<7} {}", now.substr(11, 8), to_string(level), shown(text));
  for (const LogField& field : fields) line += fmt::format("  {}={}", field.name, shown(field));
  if (const std::string trace = TraceScope::current(); !trace.empty()) line += fmt::format("  trace_id={}", trace);
  return line + "\n";
}

}  // namespace

Log::Log(LogStyle style, base::LogLevel least, std::FILE* stream) : style_(style), least_(least), stream_(stream) {}

void Log::write(base::LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
  if (level < least_) return;
  const std::string line =
      style_ == LogStyle::json ? json_line(level, message, fields) : readable_line(level, message, fields);
  const std::lock_guard lock(mutex_);
  std::fwrite(line.data(), 1, line.size(), stream_);
  std::fflush(stream_);
}

void Log::problem(const base::Problem& problem, std::string_view doing) {
  write(problem.kind->log_level, problem.message + " " + problem.cure, {{"doing", doing}, {"code", problem.code()}});
}

std::string_view to_string(base::LogLevel level) {
  switch (level) {
    case base::LogLevel::debug:
      return "debug";
    case base::LogLevel::info:
      return "info";
    case base::LogLevel::warning:
      return "warning";
    case base::LogLevel::error:
      return "error";
  }
  return "";
}

base::LogLevel log_level_named(std::string_view name) {
  if (name == "DEBUG") return base::LogLevel::debug;
  if (name == "WARNING") return base::LogLevel::warning;
  if (name == "ERROR" || name == "CRITICAL") return base::LogLevel::error;
  return base::LogLevel::info;
}

}  // namespace platform::telemetry
