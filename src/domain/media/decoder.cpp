// The side of decoder.h that starts the child and does not trust it.
#include "domain/media/decoder.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <optional>
#include <system_error>
#include <thread>

#include "domain/media/decoder_answer.h"

namespace media {
namespace {

using Clock = std::chrono::steady_clock;

tl::unexpected<base::Problem> not_started(int error) {
  return base::failure(
      decoder_unavailable,
      "The process that reads pictures could not be started: " + std::generic_category().message(error) + ".",
      "Give this machine more memory or processes; the picture is tried again by itself.");
}

/// One end of a pair of connected sockets.
class Socket {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() { close(); }

  int get() const { return descriptor_; }
  void close() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
  }

 private:
  int descriptor_;
};

/// A child that is gone when this is: killed, if it has not ended by itself.
class Child {
 public:
  Child() = default;
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() { end(std::chrono::milliseconds(0)); }

  /// Both its input and its output are `socket`. It inherits no other file and no environment. 0, or an error.
  int start(const std::vector<std::string>& command, int socket) {
    std::vector<char*> words;
    for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    std::array<char*, 1> environment{nullptr};
    posix_spawn_file_actions_t actions;
    if (const int failed = ::posix_spawn_file_actions_init(&actions); failed != 0) return failed;
    int failed = ::posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO);
    if (failed == 0) failed = ::posix_spawn_file_actions_adddup2(&actions, socket, STDOUT_FILENO);
    if (failed == 0) failed = ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (failed == 0) failed = ::posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    if (failed == 0) failed = ::posix_spawn(&id_, words.front(), &actions, nullptr, words.data(), environment.data());
    ::posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) id_ = 0;
    return failed;
  }

  /// How it ended, as waitpid() tells it; it is killed when it is not about to.
  int end(std::chrono::milliseconds patience) {
    const auto until = Clock::now() + patience;
    while (id_ > 0 && !is_reaped(WNOHANG)) {
      if (Clock::now() < until) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      } else {
        ::kill(id_, SIGKILL);
        is_reaped(0);
      }
    }
    return status_;
  }

 private:
  bool is_reaped(int options) {
    pid_t answer = 0;
    do {
      answer = ::waitpid(id_, &status_, options);
    } while (answer < 0 && errno == EINTR);
    if (answer == 0) return false;
    id_ = 0;
    return true;
  }

  pid_t id_ = 0;
  int status_ = 0;
};

struct Exchange {
  std::string answer{};
  bool is_late = false;
};

/// Sends all there is to send and reads to the end, both at once, until `deadline`.
Exchange exchange(const Socket& socket, std::string_view request, Clock::time_point deadline) {
  constexpr std::size_t longest_answer = 16U << 20U;
  Exchange done;
  std::array<char, 65536> block{};
  bool is_sending = true;
  while (done.answer.size() <= longest_answer) {
    if (is_sending && request.empty()) {
      ::shutdown(socket.get(), SHUT_WR);
      is_sending = false;
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd waiting{socket.get(), static_cast<short>(is_sending ? POLLIN | POLLOUT : POLLIN), 0};
    if (left <= 0 || ::poll(&waiting, 1, static_cast<int>(left)) == 0) {
      done.is_late = true;
      return done;
    }
    if ((waiting.revents & POLLOUT) != 0) {
      const ssize_t sent = ::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent > 0) request.remove_prefix(static_cast<std::size_t>(sent));
    }
    if ((waiting.revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
      const ssize_t got = ::recv(socket.get(), block.data(), block.size(), MSG_DONTWAIT);
      if (got > 0) done.answer.append(block.data(), static_cast<std::size_t>(got));
      if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) return done;
    }
  }
  return done;
}

base::Problem no_answer(int status, bool is_late) {
  const bool was_stopped = WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL);
  if (is_late || was_stopped)
    return {&image_too_demanding,
            "Reading the picture took more time or memory than one may take.",
            "Ask the supplier for a simpler or smaller one.",
            {}};
  return {&image_broken,
          "The process that read the picture broke down over it.",
          "Ask the supplier for the picture anew.",
          {}};
}

}  // namespace

base::Result<ReadImage> Decoder::read(std::string_view bytes) const {
  RETURN_IF_FAILED(recognise(bytes));  // what is no picture at all is worth no process
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return not_started(errno);
  const Socket ours(ends[0]);
  Socket theirs(ends[1]);
  Child child;
  if (const int failed = child.start(options_.command, theirs.get()); failed != 0) return not_started(failed);
  theirs.close();
  const Exchange done = exchange(ours, bytes, Clock::now() + options_.longest);
  constexpr std::chrono::milliseconds patience{1'000};
  const int status = child.end(done.is_late ? std::chrono::milliseconds(0) : patience);
  if (!done.is_late) {
    constexpr int cannot_run = 127;
    if (WIFEXITED(status) && (WEXITSTATUS(status) == 2 || WEXITSTATUS(status) == cannot_run))
      return not_started(EAGAIN);
    if (auto answer = parse_answer(done.answer)) return *std::move(answer);
  }
  return base::failure(no_answer(status, done.is_late));
}

}  // namespace media
