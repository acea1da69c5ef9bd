#pragma once

#include "platform/client/address_rules.h"
#include "platform/client/remote_files.h"

namespace platform::client {

/// The files of an FTP server, in passive mode, over TLS as RemoteServer says. The data connection goes to the address
/// of the control connection, whatever the server names, and every connection is judged by the rules.
std::unique_ptr<RemoteFiles> ftp_files(const AddressRules& rules, RemoteServer server);

}  // namespace platform::client
