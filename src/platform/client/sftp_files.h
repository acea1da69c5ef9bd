#pragma once

#include "platform/client/address_rules.h"
#include "platform/client/remote_files.h"

namespace platform::client {

/// What SSH needs besides user and password.
struct SshKeys {
  std::string host_key{};     ///< "SHA256:...", as ssh-keygen -l shows it; "" refuses every server and says what it has
  std::string private_key{};  ///< as ssh-keygen writes it; "" to log in by password
  std::string passphrase{};   ///< of the private key
};

/// The files of an SFTP server. Nothing is told to a server whose host key is another than the pinned one.
std::unique_ptr<RemoteFiles> sftp_files(const AddressRules& rules, RemoteServer server, SshKeys keys);

/// Reads the private key as a login would. Fails with private_key_invalid.
base::Result<> check_private_key(const std::string& private_key, const std::string& passphrase);

inline constexpr base::ProblemKind host_key_unknown{"client.host_key_unknown", "Host key is not pinned", 422,
                                                    base::LogLevel::warning};
inline constexpr base::ProblemKind host_key_changed{
    "client.host_key_changed", "Host key is another than the pinned one", 422, base::LogLevel::error};
inline constexpr base::ProblemKind private_key_invalid{"client.private_key_invalid", "Private key cannot be read", 422,
                                                       base::LogLevel::info};

}  // namespace platform::client
