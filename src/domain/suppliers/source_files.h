#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "domain/suppliers/source_kinds.h"
#include "platform/client/remote_files.h"

namespace suppliers {

/// How a source of files on a server says which one it means.
struct FilesOrder {
  std::string where;        ///< the host or the folder, for messages
  std::string path;         ///< its last part may be a pattern with * and ?: the newest file that matches is meant
  std::string file_name{};  ///< what people call the file; its own name when empty
  std::uint64_t max_bytes = 0;
  std::chrono::seconds quiet{0};  ///< a file that changed less than so long ago is waited for
};

/// Reads the file of a source from any place that can list files and read them from the middle on.
std::unique_ptr<SourceReader> files_reader(std::unique_ptr<platform::client::RemoteFiles> files, FilesOrder order);

/// "export/stock_*.csv": the folder before the last slash, and the name or the pattern after it.
struct PathParts {
  std::string folder, name;
  bool is_pattern = false;
};
PathParts parts_of(const std::string& path);
/// Fails with source_invalid: no file named, a pattern in a folder's name.
base::Result<> check_path(const std::string& path);
bool matches(const std::string& pattern, const std::string& name);

/// The fields that all servers of files share.
struct ServerFields {
  std::string host;
  std::optional<std::uint64_t> port;
  std::optional<std::string> encryption, ca_certificate;
};
base::Result<> check_server(const ServerFields& fields, const platform::client::AddressRules& rules);
platform::client::RemoteServer server_of(const ServerFields& fields, unsigned short port, std::string user,
                                         std::string password);
platform::client::Encryption encryption_of(const std::optional<std::string>& name,
                                           platform::client::Encryption when_absent);

}  // namespace suppliers
