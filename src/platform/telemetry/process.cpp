#include "platform/telemetry/process.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace platform::telemetry {
namespace {

/// A figure of /proc/self/status in its own unit (kB for memory); 0 when it is not there.
std::uint64_t status_figure(const std::string& name) {
  std::ifstream status("/proc/self/status");
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

}  // namespace platform::telemetry
