#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "platform/telemetry/metrics.h"

namespace platform::telemetry {
namespace {

/// A figure of /proc/self/status in its own unit (kB for memory); 0 when it is not there.
double status_figure(const std::string& name) {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word) {
    if (word == name + ":") {
      double value = 0;
      status >> value;
      return value;
    }
    std::getline(status, word);
  }
  return 0;
}

double open_files() {
  std::error_code unreadable;
  double count = 0;
  for (std::filesystem::directory_iterator file("/proc/self/fd", unreadable), end; !unreadable && file != end;
       file.increment(unreadable)) {
    ++count;
  }
  return count;
}

/// Processor time of all threads, in seconds (proc(5), /proc/self/stat fields 14 and 15).
double processor_seconds() {
  std::ifstream stat("/proc/self/stat");
  std::string line;
  std::getline(stat, line);
  std::size_t at = line.rfind(')');  // the program's name may hold anything
  for (int field = 2; at != std::string::npos && field < 14; ++field) at = line.find(' ', at + 1);
  if (at == std::string::npos) return 0;
  std::size_t used = 0;
  const double user = std::stod(line.substr(at), &used);
  const double system = std::stod(line.substr(at + used));
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

std::function<std::vector<Sample>()> one(double (*read)()) {
  return [read] { return std::vector<Sample>{{{}, read()}}; };
}

}  // namespace

void add_process_metrics(Metrics& metrics) {
  metrics.gauge("process_resident_memory_bytes", "Memory held by the process, in bytes.",
                one([] { return status_figure("VmRSS") * 1024; }));
  metrics.gauge("process_threads", "Threads of the process.", one([] { return status_figure("Threads"); }));
  metrics.gauge("process_open_fds", "Files and sockets the process has open.", one(&open_files));
  metrics.gauge("process_cpu_seconds", "Processor time used by the process, in seconds.", one(&processor_seconds));
}

}  // namespace platform::telemetry
