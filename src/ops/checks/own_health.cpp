#include "ops/checks/own_health.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "base/text.h"

namespace ops {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t longest_answer = 4U << 20U;

class Socket {
 public:
  Socket() : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {}
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

tl::unexpected<base::Problem> unreachable(unsigned short port, int error) {
  return base::failure(
      health_unreachable,
      "Nothing answers on port " + std::to_string(port) + " of this machine: " + std::strerror(error) + ".",
      "Check that the process has started, and that the port is that of its role.");
}

tl::unexpected<base::Problem> too_slow(unsigned short port, std::chrono::milliseconds longest) {
  return base::failure(health_too_slow,
                       "The process on port " + std::to_string(port) + " did not answer within " +
                           std::to_string(longest.count()) + " ms.",
                       "Look at its last log lines; when it hangs, restart it.");
}

/// False when nothing happens before the deadline.
bool waits_for(const Socket& socket, short event, Clock::time_point deadline) {
  pollfd one{socket.descriptor(), event, 0};
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    const int found = ::poll(&one, 1, static_cast<int>(std::max<std::int64_t>(left, 0)));
    if (found > 0) return true;
    if (found == 0 || errno != EINTR) return false;
  }
}

/// 0, or why no connection was made; ETIMEDOUT after the deadline.
int connect_to(const Socket& socket, unsigned short port, Clock::time_point deadline) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket.descriptor(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return 0;
  if (errno != EINPROGRESS) return errno;
  if (!waits_for(socket, POLLOUT, deadline)) return ETIMEDOUT;
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(socket.descriptor(), SOL_SOCKET, SO_ERROR, &error, &size);
  return error;
}

/// The answer up to its end; nothing when it did not come in time.
std::optional<std::string> receive(const Socket& socket, Clock::time_point deadline) {
  std::string answer;
  std::array<char, 2048> piece{};
  while (answer.size() < longest_answer) {
    if (!waits_for(socket, POLLIN, deadline)) return std::nullopt;
    const auto got = ::recv(socket.descriptor(), piece.data(), piece.size(), 0);
    if (got == 0) break;
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (got < 0) break;
    answer.append(piece.data(), static_cast<std::size_t>(got));
  }
  return answer;
}

/// All that is answered to GET `path`, head included.
base::Result<std::string> answer_to(std::string_view path, unsigned short port, std::chrono::milliseconds longest) {
  const std::string question =
      "GET " + std::string(path) +
      " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: suppliers-import-healthcheck\r\nConnection: close\r\n\r\n";
  const auto deadline = Clock::now() + longest;
  const Socket socket;
  const int error = connect_to(socket, port, deadline);
  if (error == ETIMEDOUT) return too_slow(port, longest);
  if (error != 0) return unreachable(port, error);
  const auto sent = ::send(socket.descriptor(), question.data(), question.size(), MSG_NOSIGNAL);
  if (sent != static_cast<ssize_t>(question.size())) return unreachable(port, sent < 0 ? errno : EIO);
  auto answer = receive(socket, deadline);
  if (!answer) return too_slow(port, longest);
  return *std::move(answer);
}

base::Result<std::string> readiness_of(unsigned short port, std::chrono::milliseconds longest) {
  return answer_to("/health/ready", port, longest);
}

}  // namespace

base::Result<std::string> ask_own_metrics(unsigned short port, std::chrono::milliseconds longest) {
  ASSIGN_OR_RETURN(const std::string answer, answer_to("/metrics", port, longest));
  const std::size_t head = answer.find("\r\n\r\n");
  if (answer.starts_with("HTTP/1.1 200 ") && head != std::string::npos) return answer.substr(head + 4);
  return base::failure(health_not_ready, "The process on port " + std::to_string(port) + " shows no metrics.",
                       "Set PROMETHEUS_ENABLED to true; the web role has none.");
}

base::Result<> ask_own_health(unsigned short port, std::chrono::milliseconds longest) {
  ASSIGN_OR_RETURN(const std::string answer, readiness_of(port, longest));
  if (answer.starts_with("HTTP/1.1 200 ")) return {};
  const std::string line = answer.substr(0, std::min<std::size_t>(answer.find("\r\n"), 60));
  return base::failure(
      health_not_ready,
      "The process on port " + std::to_string(port) + " is not ready" +
          (line.empty() ? ": it closed the connection." : ": it answers \"" + line + "\"."),
      "Look at /health/ready itself and at the last log lines: they name the service that is missing.");
}

Listener listener_of(unsigned short port, std::chrono::milliseconds longest) {
  const auto answer = readiness_of(port, longest);
  if (!answer) return answer.error().kind == &health_unreachable ? Listener::nobody : Listener::other;
  const bool is_ours = answer->find(R"("status":"ready")") != std::string::npos ||
                       answer->find(R"("service.not_ready")") != std::string::npos;
  return is_ours ? Listener::ours : Listener::other;
}

std::optional<std::string> role_in(std::string_view command_line) {
  const auto words = base::split(command_line, '\0');
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    // An init process may stand before the program in the same line.
    if (!words[i].ends_with("suppliers-import")) continue;
    if (std::ranges::find(role_names, words[i + 1]) != role_names.end()) return std::string(words[i + 1]);
  }
  return std::nullopt;
}

}  // namespace ops
