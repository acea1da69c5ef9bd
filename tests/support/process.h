#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "support/temporary_folder.h"

extern char** environ;

namespace test {

/// A program run to its end, or killed.
struct Finished {
  int exit_code = -1;  ///< -1 when a signal ended it
  std::string out, err;
};

/// A running program whose output goes to files, so that no pipe can fill up.
class Process {
 public:
  Process(const std::vector<std::string>& command, const std::map<std::string, std::string>& environment) {
    std::vector<char*> argv;
    for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    std::vector<std::string> variables;
    for (char** entry = environ; *entry != nullptr; ++entry) {
      const std::string variable = *entry;
      if (environment.count(variable.substr(0, variable.find('='))) == 0) variables.push_back(variable);
    }
    for (const auto& [name, value] : environment) variables.push_back(name + "=" + value);
    std::vector<char*> envp;
    for (std::string& variable : variables) envp.push_back(variable.data());
    envp.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, (folder_ / "out").c_str(), O_WRONLY | O_CREAT, 0600);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, (folder_ / "err").c_str(), O_WRONLY | O_CREAT, 0600);
    const int failed = ::posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), envp.data());
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) throw std::runtime_error("cannot start " + command.front());
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process() {
    if (pid_ > 0) {
      kill(SIGKILL);
      wait();
    }
  }

  pid_t id() const { return pid_; }
  void kill(int signal) const { ::kill(pid_, signal); }
  /// True when the program ends within the time; it is then reaped by wait().
  bool ends_within(std::chrono::milliseconds time) {
    const auto until = std::chrono::steady_clock::now() + time;
    if (reaped_) return true;
    do {
      if (::waitpid(pid_, &status_, WNOHANG) == pid_) {
        reaped_ = true;
        return true;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    } while (std::chrono::steady_clock::now() < until);
    return false;
  }
  /// What it has printed so far.
  std::string out() const { return read("out"); }
  std::string err() const { return read("err"); }
  /// Waits for the end. A program that does not come to one is killed, and `err` says so.
  Finished wait() {
    const bool hangs = !reaped_ && !ends_within(longest_run);
    if (hangs) {
      kill(SIGKILL);
      ::waitpid(pid_, &status_, 0);
    }
    pid_ = 0;
    return {WIFEXITED(status_) ? WEXITSTATUS(status_) : -1, read("out"),
            read("err") + (hangs ? "\nkilled: it had not ended after five minutes" : "")};
  }

 private:
  std::string read(const std::string& name) const {
    std::ifstream file(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  static constexpr std::chrono::minutes longest_run{5};

  TemporaryFolder folder_;
  pid_t pid_ = 0;
  int status_ = 0;
  bool reaped_ = false;
};

}  // namespace test
