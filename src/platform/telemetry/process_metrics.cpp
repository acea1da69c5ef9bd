#include <chrono>

#include "platform/telemetry/metrics.h"
#include "platform/telemetry/process.h"

namespace platform::telemetry {
namespace {

/// A gauge of one figure of the process.
std::function<std::vector<Sample>()> one(std::function<double(const ProcessState&)> read) {
  return [read = std::move(read)] { return std::vector<Sample>{{{}, read(process_state())}}; };
}

}  // namespace

void add_process_metrics(Metrics& metrics) {
  metrics.gauge("process_resident_memory_bytes", "Memory held by the process, in bytes.",
                one([](const ProcessState& state) { return static_cast<double>(state.resident_bytes); }));
  metrics.gauge("process_memory_limit_bytes", "Memory the process may hold at most, in bytes.", [] {
    return std::vector<Sample>{{{}, static_cast<double>(memory_limit_bytes())}};
  });
  const auto started = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  metrics.gauge("process_start_time_seconds", "When the process started, in seconds since 1970.", [started] {
    return std::vector<Sample>{{{}, started}};
  });
  metrics.gauge("process_threads", "Threads of the process.",
                one([](const ProcessState& state) { return static_cast<double>(state.threads); }));
  metrics.gauge("process_open_fds", "Files and sockets the process has open.",
                one([](const ProcessState& state) { return static_cast<double>(state.open_files); }));
  metrics.gauge("process_cpu_seconds", "Processor time used by the process, in seconds.",
                one([](const ProcessState& state) { return state.processor_seconds; }));
}

}  // namespace platform::telemetry
