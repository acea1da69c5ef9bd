#pragma once

#include <libssh/libssh.h>
#include <libssh/sftp.h>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

#include "platform/client/gate.h"
#include "platform/client/remote_files.h"
#include "platform/client/sftp_files.h"

namespace platform::client {

template <auto Function>
struct FreeBy {
  template <class T>
  void operator()(T* thing) const {
    Function(thing);
  }
};
using SshKey = std::unique_ptr<ssh_key_struct, FreeBy<&ssh_key_free>>;

/// Cuts a connection over which too little comes: the library itself may wait for ever.
class StallGuard {
 public:
  StallGuard(int socket, const HttpTimeouts& timeouts);

  /// Something came: this many bytes, or an answer.
  void count(std::uint64_t bytes) { came_ += bytes; }
  void count_answer();
  bool has_cut() const { return has_cut_; }

 private:
  void watch(const std::stop_token& stop);

  int socket_;
  HttpTimeouts timeouts_;
  std::atomic<std::uint64_t> came_{0};
  std::atomic<bool> has_cut_{false};
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

/// One connection to an SSH server, set up step by step.
class SshSession {
 public:
  SshSession(const AddressRules& rules, const RemoteServer& server, const SshKeys& keys);
  SshSession(const SshSession&) = delete;
  SshSession& operator=(const SshSession&) = delete;
  ~SshSession();

  base::Result<> connect();
  /// The server's key, as "ssh-ed25519 SHA256:...". Fails with host_key_unknown, host_key_changed.
  base::Result<std::string> check_host_key();
  base::Result<> login();
  base::Result<> begin_sftp();

  sftp_session sftp() const { return sftp_; }
  StallGuard& guard() { return *guard_; }
  /// What the library's last failure means.
  base::Problem broken() const;
  base::Result<> check_stop() const;

 private:
  base::Result<int> socket();
  base::Result<> login_by_key(bool& goes_on);
  base::Result<> login_by_password();
  tl::unexpected<base::Problem> refused(std::string cure) const;

  const AddressRules& rules_;
  const RemoteServer& server_;
  const SshKeys& keys_;
  Handle handle_;  // holds the socket
  std::unique_ptr<StallGuard> guard_;
  ssh_session session_ = nullptr;
  sftp_session sftp_ = nullptr;
};

}  // namespace platform::client
