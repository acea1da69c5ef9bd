#include "platform/telemetry/process.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace platform::telemetry {
namespace {

/// A figure of a file such as /proc/self/status in its own unit (kB for memory); 0 when it is not there.
std::uint64_t figure_of(const char* file, const std::string& name) {
  std::ifstream status(file);
  std::string word;
  while (status >> word) {
    if (word == name + ":") {
      std::uint64_t value = 0;
      status >> value;
      return value;
    }
    std::getline(status, word);
  }
  return 0;
}

std::uint64_t status_figure(const std::string& name) {
  return figure_of("/proc/self/status", name);
}

std::uint64_t open_files() {
  std::error_code unreadable;
  std::uint64_t count = 0;
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

/// The process's control group of version 2, such as "/system.slice/one.service"; in a container it is the root, "/".
std::string own_control_group() {
  std::ifstream groups("/proc/self/cgroup");
  std::string line;
  while (std::getline(groups, line)) {
    if (line.starts_with("0::")) return line.substr(3);
  }
  return {};
}

}  // namespace

std::uint64_t peak_memory_bytes() {
  struct rusage usage {};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

ProcessState process_state() {
  return {status_figure("VmRSS") * 1024, peak_memory_bytes(), status_figure("Threads"), open_files(),
          processor_seconds()};
}

std::uint64_t memory_limit_bytes() {
  std::uint64_t limit = figure_of("/proc/meminfo", "MemTotal") * 1024;
  // Without a limit the files of version 2 say "max" and that of version 1 a figure beyond any machine's memory.
  for (const std::string& told : {"/sys/fs/cgroup" + own_control_group() + "/memory.max",
                                  std::string("/sys/fs/cgroup/memory/memory.limit_in_bytes")}) {
    std::ifstream file(told);
    std::uint64_t bytes = 0;
    if (file >> bytes && bytes > 0 && (limit == 0 || bytes < limit)) limit = bytes;
  }
  return limit;
}

}  // namespace platform::telemetry
