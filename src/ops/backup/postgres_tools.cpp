#include "ops/backup/postgres_tools.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>

#include "base/text.h"
#include "base/uuid.h"
#include "ops/backup/backup_problems.h"
#include "platform/db/postgres_client.h"

extern char** environ;

namespace backup {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_told = 2'000;
constexpr std::string_view no_room_left = "No space left on device.";
constexpr std::uintmax_t least_room = 4'096;

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> all;
  for (std::string& word : words) all.push_back(word.data());
  all.push_back(nullptr);
  return all;
}

/// Ours without what would lead libpq elsewhere, and in the language we look for words in.
std::vector<std::string> child_environment(const std::string& service_file, const std::string& password) {
  std::vector<std::string> all;
  for (char** one = environ; *one != nullptr; ++one) {
    const std::string_view variable = *one;
    if (!variable.starts_with("PG") && !variable.starts_with("LC_")) all.emplace_back(variable);
  }
  all.emplace_back("LC_ALL=C");
  all.push_back("PGSERVICEFILE=" + service_file);
  if (!password.empty()) all.push_back("PGPASSWORD=" + password);
  return all;
}

/// How the child ended, as waitpid() tells it; -1 when it could not be started.
int run_child(std::vector<std::string> command, std::vector<std::string> environment, const fs::path& said,
              const Watch& watch) {
  const auto words = pointers_to(command), variables = pointers_to(environment);
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) return -1;
  if (child == 0) {  // nothing here but calls that are safe after a fork
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    const int out = ::open(said.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const int in = ::open("/dev/null", O_RDONLY);
    if (::getppid() != parent || out < 0 || in < 0) ::_exit(127);
    ::dup2(in, STDIN_FILENO);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
    ::execve(words.front(), words.data(), variables.data());
    ::_exit(127);
  }
  bool is_told = false;
  for (int status = 0;;) {
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child) return status;
    if (ended < 0 && errno != EINTR) return -1;
    if (!is_told && watch.should_stop()) {
      ::kill(child, SIGTERM);
      is_told = true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

std::string last_words(const fs::path& said) {
  std::ifstream file(said, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (text.size() > most_told) text.erase(0, text.size() - most_told);
  std::replace(text.begin(), text.end(), '\n', ' ');
  return std::string(base::trim(text));
}

base::Problem problem_of(std::string_view tool, const Source& database, const std::string& said) {
  const std::string what = std::string(tool) + " of the database " + database.name + " failed: " + said;
  const auto says = [&said](std::string_view word) { return said.find(word) != std::string::npos; };
  if (says("No space left on device") || says("could not extend file")) {
    return {
        &no_room, what, "Free some space or set BACKUP_DIR to a larger disk; what was half done has been removed.", {}};
  }
  if (says("server version mismatch")) {
    return {&tool_failed,
            what,
            "Install the client programs of the server's version, or set PG_BIN to the folder they are in.",
            {}};
  }
  if (says("permission denied")) {
    return {&tool_failed, what, "Let the user of the database's URL read all its tables, or own the database.", {}};
  }
  return {&tool_failed, what, "Check that the database can be reached and has room, then try again.", {}};
}

/// The settings as a service file of libpq; the password is left to the environment, which keeps any character.
std::string service_text(const std::vector<std::pair<std::string, std::string>>& settings) {
  std::string text = "[backup]\n";
  for (const auto& [keyword, value] : settings) {
    if (keyword != "password" && keyword != "service") text.append(keyword).append("=").append(value).append("\n");
  }
  return text;
}

}  // namespace

base::Result<fs::path> PostgresTools::find(std::string_view tool) const {
  std::vector<fs::path> folders;
  if (!bin_folder_.empty()) {
    folders.push_back(bin_folder_);
  } else {
    std::error_code none;
    std::vector<std::pair<int, fs::path>> versions;
    for (fs::directory_iterator entry("/usr/lib/postgresql", none); !none && entry != fs::directory_iterator{};
         entry.increment(none)) {
      versions.emplace_back(std::atoi(entry->path().filename().c_str()), entry->path() / "bin");
    }
    std::sort(versions.rbegin(), versions.rend());
    for (auto& [version, folder] : versions) folders.push_back(std::move(folder));
    const char* const path = std::getenv("PATH");
    for (const std::string_view folder : base::split(path == nullptr ? "" : path, ':')) folders.emplace_back(folder);
  }
  for (const fs::path& folder : folders) {
    if (const fs::path file = folder / tool; ::access(file.c_str(), X_OK) == 0) return file;
  }
  return base::failure(tool_missing,
                       "PostgreSQL's program " + std::string(tool) + " was not found" +
                           (bin_folder_.empty() ? "." : " in \"" + bin_folder_.string() + "\"."),
                       "Install the package postgresql-client, or set PG_BIN to the folder the program is in.",
                       {.field = "PG_BIN"});
}

base::Result<> PostgresTools::run(std::string_view tool, const Source& database, std::vector<std::string> arguments,
                                  const WorkFolder& work, const Watch& watch) const {
  RETURN_IF_FAILED(watch.check());
  ASSIGN_OR_RETURN(const fs::path program, find(tool));
  ASSIGN_OR_RETURN(const auto settings, platform::db::client_settings(database.name, database.url));
  const std::string mark = base::Uuid::generate().to_string();
  const fs::path service = work / (mark + ".service"), said = work / (mark + ".log");
  ASSIGN_OR_RETURN(const auto file, FileWriter::create(service, {}));
  RETURN_IF_FAILED(file->add(service_text(settings)));
  RETURN_IF_FAILED(file->finish());
  const auto password = std::ranges::find(settings, "password", &std::pair<std::string, std::string>::first);
  std::vector<std::string> command{program.string(), "--dbname=service=backup", "--no-password"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  const int status = run_child(
      std::move(command), child_environment(service, password == settings.end() ? "" : password->second), said, watch);
  std::error_code ignored;
  fs::remove(service, ignored);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  RETURN_IF_FAILED(watch.check());
  std::string words = last_words(said);
  // On a full disk the child could not even write down why it failed.
  if (words.empty() && fs::space(service.parent_path(), ignored).available < least_room) {
    words = no_room_left;
  }
  if (words.empty()) words = WIFSIGNALED(status) ? "it was ended by a signal." : "it could not be started.";
  return base::failure(problem_of(tool, database, words));
}

}  // namespace backup
