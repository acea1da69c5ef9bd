#include "platform/client/imap_stream.h"

#include <poll.h>

#include <array>
#include <charconv>

#include "base/text.h"

namespace platform::client {
namespace {

constexpr std::uint64_t longest_line = 1U << 20U;

/// The length of the literal that a line announces at its end: "... {120}".
std::optional<std::uint64_t> literal_length(std::string_view line) {
  if (!line.ends_with('}')) return std::nullopt;
  const std::size_t open = line.rfind('{');
  if (open == std::string_view::npos) return std::nullopt;
  const std::string_view digits = line.substr(open + 1, line.size() - open - 2);
  std::uint64_t length = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  if (digits.empty() || read.ec != std::errc{} || read.ptr != digits.data() + digits.size()) return std::nullopt;
  return length;
}

}  // namespace

ImapStream::ImapStream(const AddressRules& rules, const RemoteServer& server)
    : rules_(rules), server_(server), gate_{rules_, server_.host, server_.should_stop}, handle_(make_handle()) {}

Peer ImapStream::peer() const {
  return {server_.host, std::to_string(server_.port), server_.timeouts, "an IMAP server",
          "Check that its certificate is valid and made out for this name. If the server uses an authority of its own, "
          "give that certificate as ca_certificate."};
}

base::Result<> ImapStream::connect() {
  CURL* const handle = handle_.get();
  std::array<char, CURL_ERROR_SIZE> detail{};
  const bool is_tls = server_.encryption == Encryption::from_the_start;
  gate_.watch(handle, "imap,imaps");
  set_limits(handle, server_.timeouts);
  set_authority(handle, server_.authority);
  curl_easy_setopt(handle, CURLOPT_URL, ((is_tls ? "imaps://" : "imap://") + authority_of(server_)).c_str());
  curl_easy_setopt(handle, CURLOPT_USE_SSL,
                   static_cast<long>(server_.encryption == Encryption::none           ? CURLUSESSL_NONE
                                     : server_.encryption == Encryption::when_offered ? CURLUSESSL_TRY
                                                                                      : CURLUSESSL_ALL));
  curl_easy_setopt(handle, CURLOPT_USERNAME, server_.user.c_str());
  curl_easy_setopt(handle, CURLOPT_PASSWORD, server_.password.c_str());
  curl_easy_setopt(handle, CURLOPT_CONNECT_ONLY, 1L);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, detail.data());
  const CURLcode code = curl_easy_perform(handle);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, nullptr);
  if (gate_.thrown) std::rethrow_exception(gate_.thrown);
  if (code == CURLE_OK) return {};
  if (gate_.problem) return base::failure(*std::move(gate_.problem));
  if (code == CURLE_LOGIN_DENIED) {
    return base::failure(remote_login_refused,
                         "The mail server \"" + server_.host + "\" does not let the user \"" + server_.user + "\" in.",
                         "Check user and password of the source. Some providers want a password made for programs.");
  }
  curl_off_t connected = 0;
  curl_easy_getinfo(handle, CURLINFO_CONNECT_TIME_T, &connected);
  return base::failure(transfer_problem(code, detail.data(), peer(), connected > 0, 0));
}

base::Result<> ImapStream::wait(bool to_send) {
  constexpr int slice = 200;
  curl_socket_t socket = CURL_SOCKET_BAD;
  curl_easy_getinfo(handle_.get(), CURLINFO_ACTIVESOCKET, &socket);
  const auto until = std::chrono::steady_clock::now() + server_.timeouts.stalled_after;
  while (std::chrono::steady_clock::now() < until) {
    RETURN_IF_FAILED(gate_.check_stop());
    pollfd wanted{socket, static_cast<short>(to_send ? POLLOUT : POLLIN), 0};
    if (::poll(&wanted, 1, slice) > 0) return {};
  }
  return base::failure(transfer_problem(CURLE_OPERATION_TIMEDOUT, "Operation too slow", peer(), true, 0));
}

base::Result<> ImapStream::send(std::string_view text) {
  while (!text.empty()) {
    std::size_t sent = 0;
    const CURLcode code = curl_easy_send(handle_.get(), text.data(), text.size(), &sent);
    if (code == CURLE_AGAIN) {
      RETURN_IF_FAILED(wait(true));
    } else if (code != CURLE_OK) {
      return base::failure(transfer_problem(code, "", peer(), true, 0));
    }
    text.remove_prefix(sent);
  }
  return {};
}

base::Result<> ImapStream::receive_more() {
  std::array<char, 32U << 10U> block{};
  for (;;) {
    std::size_t got = 0;
    const CURLcode code = curl_easy_recv(handle_.get(), block.data(), block.size(), &got);
    if (code == CURLE_AGAIN) {
      RETURN_IF_FAILED(wait(false));
      continue;
    }
    if (code != CURLE_OK || got == 0)
      return base::failure(transfer_problem(CURLE_RECV_ERROR, "the connection was closed", peer(), true, 0));
    if (got > left_) {
      return base::failure(answer_too_large, "The mail server \"" + server_.host + "\" sends more than is allowed.",
                           "Check that it is the right message; max_megabytes of the source allows more.");
    }
    left_ -= got;
    buffer_.append(block.data(), got);
    return {};
  }
}

base::Result<std::string> ImapStream::take_line() {
  std::size_t searched = 0;
  for (;;) {
    const std::size_t end = buffer_.find("\r\n", searched);
    if (end != std::string::npos) {
      std::string line = buffer_.substr(0, end);
      buffer_.erase(0, end + 2);
      return line;
    }
    if (buffer_.size() > longest_line)
      return base::failure(transfer_problem(CURLE_RECV_ERROR, "a line that never ends", peer(), true, 0));
    searched = buffer_.empty() ? 0 : buffer_.size() - 1;
    RETURN_IF_FAILED(receive_more());
  }
}

base::Result<std::string> ImapStream::take_bytes(std::uint64_t count) {
  while (buffer_.size() < count) RETURN_IF_FAILED(receive_more());
  std::string bytes = buffer_.substr(0, static_cast<std::size_t>(count));
  buffer_.erase(0, static_cast<std::size_t>(count));
  return bytes;
}

base::Result<ImapLine> ImapStream::take_logical_line() {
  ImapLine whole;
  for (;;) {
    ASSIGN_OR_RETURN(const std::string line, take_line());
    const auto length = literal_length(line);
    whole.text += length ? line.substr(0, line.rfind('{')) : line;
    if (!length) return whole;
    ASSIGN_OR_RETURN(std::string bytes, take_bytes(*length));
    whole.literals.push_back(std::move(bytes));
  }
}

base::Result<ImapAnswer> ImapStream::command(const std::string& line, std::uint64_t most_bytes) {
  left_ = most_bytes;
  const std::string tag = "S" + std::to_string(++tag_) + " ";
  RETURN_IF_FAILED(send(tag + line + "\r\n"));
  ImapAnswer answer;
  for (;;) {
    ASSIGN_OR_RETURN(ImapLine came, take_logical_line());
    if (came.text.starts_with("* ")) {
      came.text.erase(0, 2);
      answer.lines.push_back(std::move(came));
    } else if (came.text.starts_with(tag)) {
      const std::string_view rest = std::string_view(came.text).substr(tag.size());
      const std::size_t blank = std::min(rest.find(' '), rest.size());
      answer.status = base::to_upper_ascii(rest.substr(0, blank));
      answer.text = base::trim(rest.substr(blank));
      return answer;
    }
  }
}

}  // namespace platform::client
