#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/client/gate.h"
#include "platform/client/remote_files.h"

namespace platform::client {

/// One untagged line of an answer; literals stand apart, in their order.
struct ImapLine {
  std::string text;  ///< without "* " and the literals
  std::vector<std::string> literals{};
};

struct ImapAnswer {
  std::string status;  ///< OK, NO, BAD
  std::string text;    ///< what follows
  std::vector<ImapLine> lines{};
};

/// Commands and answers of IMAP (RFC 3501) over a connection that libcurl has set up: address, TLS and login are its
/// business.
class ImapStream {
 public:
  ImapStream(const AddressRules& rules, const RemoteServer& server);

  /// Fails with remote_login_refused and as HttpClient does.
  base::Result<> connect();
  /// Sends one line and waits for its answer. Any status is an answer. Fails with answer_too_large when what comes is
  /// larger than `most_bytes`, answer_too_slow, answer_broken, request_stopped.
  base::Result<ImapAnswer> command(const std::string& line, std::uint64_t most_bytes);

 private:
  base::Result<> send(std::string_view text);
  base::Result<> receive_more();
  base::Result<std::string> take_line();
  base::Result<std::string> take_bytes(std::uint64_t count);
  base::Result<> wait(bool to_send);
  base::Result<ImapLine> take_logical_line();
  Peer peer() const;

  const AddressRules& rules_;
  const RemoteServer& server_;
  Gate gate_;
  Handle handle_;
  std::string buffer_;
  std::uint64_t left_ = 0;  // bytes this answer may still have
  int tag_ = 0;
};

}  // namespace platform::client
