#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "platform/client/address_rules.h"
#include "platform/client/remote_files.h"

namespace platform::client {

/// What identifies messages in a folder of a mailbox: as long as `validity` stays, a message keeps its number and newer
/// ones have higher numbers.
struct MailFolder {
  std::uint32_t validity = 0;
};

/// Which messages are wanted; "" any. Compared without regard to case, as parts of the header.
struct MailFilter {
  std::string from{}, subject{};
};

struct MailHead {
  std::uint64_t size = 0;
  std::string header;  ///< From, Subject and Date as they were sent
};

/// One connection to an IMAP server. Nothing it reads marks a message as read. Not thread-safe.
class Mailbox {
 public:
  virtual ~Mailbox() = default;

  /// As RemoteFiles has it.
  virtual void stop_when(std::function<bool()> should_stop) = 0;
  /// "address" and "login", as RemoteFiles has them.
  virtual std::vector<ConnectStep> connect_steps() = 0;
  /// Goes into a folder; `to_change` when messages are to be marked. Fails with remote_path_missing.
  virtual base::Result<MailFolder> open(const std::string& folder, bool to_change) = 0;
  /// Numbers of messages above `after`, the newest first. The server is asked to filter where it surely can; the heads
  /// tell for sure.
  virtual base::Result<std::vector<std::uint32_t>> search(std::uint32_t after, const MailFilter& filter) = 0;
  /// Fails with remote_path_missing when the message is gone.
  virtual base::Result<MailHead> head(std::uint32_t number) = 0;
  /// Fails with answer_too_large.
  virtual base::Result<std::string> read(std::uint32_t number, std::uint64_t most_bytes) = 0;
  virtual base::Result<> mark_read(std::uint32_t number) = 0;
};

std::unique_ptr<Mailbox> imap_mailbox(const AddressRules& rules, RemoteServer server);

}  // namespace platform::client
