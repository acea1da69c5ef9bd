#include "corpus/corpus.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <map>
#include <stdexcept>

#include "domain/imports/formats/record_reader.h"
#include "domain/imports/sniff/sniff.h"

namespace corpus {
namespace {

Outcome refused(const base::Problem& problem) {
  return "refused " + std::string(problem.code());
}

Outcome read_records(const std::filesystem::path& path, const imports::Dialect& dialect) {
  auto reader = imports::open_records(path, dialect);
  if (!reader) return refused(reader.error());
  imports::Record record;
  std::uint64_t rows = 0;
  for (;;) {
    const auto more = (*reader)->next(record);
    if (!more) return refused(more.error());
    if (!*more) return "read " + std::to_string(rows);
    ++rows;
  }
}

/// What the process at the other end of the pipe says before it ends.
Outcome listen(int pipe_end) {
  Outcome said;
  std::array<char, 256> buffer{};
  for (;;) {
    const ssize_t got = ::read(pipe_end, buffer.data(), buffer.size());
    if (got <= 0) return said;
    said.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

[[noreturn]] void read_and_tell(Outcome (*reading)(const std::filesystem::path&), const std::filesystem::path& path,
                                unsigned processor_seconds, int pipe_end) {
  const rlimit limit{processor_seconds, processor_seconds + 1};
  ::setrlimit(RLIMIT_CPU, &limit);
  const Outcome outcome = reading(path);
  const ssize_t written = ::write(pipe_end, outcome.data(), outcome.size());
  // The parent's objects are not ours to destroy.
  ::_exit(written == static_cast<ssize_t>(outcome.size()) ? 0 : 1);
}

}  // namespace

std::filesystem::path folder() {
  const char* const named = std::getenv("CORPUS_DIR");
  if (named == nullptr || !std::filesystem::is_directory(std::filesystem::path(named) / "feeds")) {
    throw std::runtime_error(
        "CORPUS_DIR does not name a folder with real feeds (one that holds the folder “feeds”). Run this suite with "
        "`make test-corpus CORPUS_DIR=...`; `make test` leaves it out.");
  }
  return named;
}

const boost::json::object& expectations(const std::string& file) {
  static std::map<std::string, boost::json::object> known;
  auto [at, is_new] = known.try_emplace(file);
  if (is_new) at->second = boost::json::parse(text_of(std::filesystem::path(EXPECTATIONS_DIR) / file)).as_object();
  return at->second;
}

std::vector<std::string> files_below(const std::filesystem::path& root) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.is_regular_file()) files.push_back(std::filesystem::relative(entry.path(), root).string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string as_test_name(std::string_view path) {
  std::string name(path);
  for (char& c : name) {
    const bool kept = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!kept) c = '_';
  }
  return name;
}

Outcome sniff_and_read(const std::filesystem::path& path) {
  const auto sniffed = imports::sniff(path);
  return sniffed ? read_records(path, sniffed->dialect) : refused(sniffed.error());
}

Outcome read_as_json(const std::filesystem::path& path) {
  imports::Dialect dialect;
  dialect.format = imports::Format::json;
  dialect.header_row = 0;
  return read_records(path, dialect);
}

Apart run_apart(Outcome (*reading)(const std::filesystem::path&), const std::filesystem::path& path,
                unsigned processor_seconds) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("no new process");
  if (child == 0) {
    ::close(ends[0]);
    read_and_tell(reading, path, processor_seconds, ends[1]);
  }
  ::close(ends[1]);
  Apart apart;
  apart.outcome = listen(ends[0]);
  ::close(ends[0]);
  int status = 0;
  rusage used{};
  ::wait4(child, &status, 0, &used);
  apart.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  apart.peak_bytes = static_cast<std::uint64_t>(used.ru_maxrss) * 1024U;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    apart.outcome = WIFSIGNALED(status) ? "crashed by signal " + std::to_string(WTERMSIG(status))
                                        : "crashed with code " + std::to_string(WEXITSTATUS(status));
  }
  return apart;
}

}  // namespace corpus
