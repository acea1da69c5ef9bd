#include <unistd.h>

#include <fstream>
#include <set>

#include "ops/checks/diagnose_parts.h"
#include "platform/db/databases.h"
#include "platform/queue/processes.h"
#include "platform/telemetry/sentry.h"

namespace ops {
namespace {

constexpr std::uint64_t longest_end = 1U << 20U;

/// The last megabyte, from the beginning of a line on.
std::string end_of(const std::filesystem::path& file) {
  std::error_code error;
  const std::uint64_t size = std::filesystem::file_size(file, error);
  std::ifstream in(file, std::ios::binary);
  if (error || !in) return "This file cannot be read.\n";
  const std::uint64_t skipped = size > longest_end ? size - longest_end : 0;
  in.seekg(static_cast<std::streamoff>(skipped));
  std::string text{std::istreambuf_iterator<char>(in), {}};
  text.resize(std::min<std::size_t>(text.size(), longest_end));
  if (skipped > 0) text.erase(0, text.find('\n') + 1);
  return platform::telemetry::without_secrets(text);
}

/// Processes that say they are at work on this machine: "host:number".
std::vector<std::string> process_numbers(const platform::config::Settings& settings) {
  std::vector<std::string> numbers;
  auto databases = platform::db::Databases::open(settings);
  if (!databases) return numbers;
  const auto processes = platform::queue::ProcessRegistry(databases->main).list();
  if (!processes) return numbers;
  const std::string own = platform::queue::own_process_name();
  const std::string host = own.substr(0, own.rfind(':') + 1);
  for (const auto& process : *processes) {
    if (process.is_alive(base::Timestamp::now()) && process.name.starts_with(host))
      numbers.push_back(process.name.substr(host.size()));
  }
  return numbers;
}

/// Where such a process writes its log lines: its standard error.
std::filesystem::path log_of(const std::string& number) {
  std::error_code unknown;  // another user's, or of another container
  return std::filesystem::read_symlink("/proc/" + number + "/fd/" + std::to_string(STDERR_FILENO), unknown);
}

}  // namespace

std::string logs_text(const platform::config::Settings& settings, const std::vector<std::filesystem::path>& more) {
  std::set<std::filesystem::path> files(more.begin(), more.end());
  std::string text;
  for (const std::string& number : process_numbers(settings)) {
    const std::filesystem::path log = log_of(number);
    std::error_code ignored;
    if (std::filesystem::is_regular_file(log, ignored)) {
      files.insert(log);
    } else {
      text += "Process " + number + " does not write its log lines into a file that can be read from here.\n";
    }
  }
  for (const auto& file : files) text += "\n== " + file.string() + "\n" + end_of(file);
  if (files.empty()) {
    text +=
        "No log file is known. The log goes to standard error: to the journal with systemd (journalctl -u "
        "'suppliers-import*'), to the container engine with containers (docker compose logs). Save it to a file and "
        "name that with --log.\n";
  }
  return text;
}

}  // namespace ops
