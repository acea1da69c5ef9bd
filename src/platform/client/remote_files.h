#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "platform/client/http_client.h"

namespace platform::client {

/// A file as a server or a folder lists it.
struct RemoteFile {
  std::string name;  ///< without its folder
  std::optional<std::uint64_t> size{};
  std::optional<base::Timestamp> modified{};

  bool operator==(const RemoteFile&) const = default;
};

/// One step of getting in; `run` says in a sentence how it went.
struct ConnectStep {
  std::string name;
  std::function<base::Result<std::string>()> run;
};

/// The files of one server, over one connection. Not thread-safe.
class RemoteFiles {
 public:
  RemoteFiles() = default;
  RemoteFiles(const RemoteFiles&) = delete;
  RemoteFiles& operator=(const RemoteFiles&) = delete;
  virtual ~RemoteFiles() = default;

  /// Asked about every second while something is waited for; true ends it with request_stopped.
  virtual void stop_when(std::function<bool()> should_stop) = 0;
  /// What to do first, in this order; again after a connection has broken.
  virtual std::vector<ConnectStep> connect_steps() = 0;
  /// The names in a folder for which `wanted` is true, with what is known of each; folders may be among them. Fails
  /// with remote_path_missing.
  virtual base::Result<std::vector<RemoteFile>> list(const std::string& folder,
                                                     const std::function<bool(const std::string&)>& wanted) = 0;
  /// Size and time of one file; nothing when there is no such file.
  virtual base::Result<std::optional<RemoteFile>> find(const std::string& path) = 0;
  /// The file's bytes from `offset` to its end. What `sink` fails with is what this fails with. Fails with
  /// remote_path_missing, resume_refused, and as HttpClient does when the connection breaks.
  virtual base::Result<> read(const std::string& path, std::uint64_t offset, const BodySink& sink) = 0;
};

/// Whether the connection is encrypted: when the server offers it, always (a server without it gets no password), from
/// the first byte on, never.
enum class Encryption : std::uint8_t { when_offered, required, from_the_start, none };

/// A server that is not a web server, and how it lets us in.
struct RemoteServer {
  std::string host;
  unsigned short port = 0;
  std::string user{}, password{};
  Encryption encryption = Encryption::when_offered;
  std::string authority{};  ///< certificates (PEM) to trust in place of the system's
  HttpTimeouts timeouts{};  ///< total: of one call
  std::function<bool()> should_stop{};
};

/// "host:port", an IPv6 address in brackets.
std::string authority_of(const RemoteServer& server);

inline constexpr base::ProblemKind remote_login_refused{"client.login_refused", "Server does not let us in", 422,
                                                        base::LogLevel::warning};
inline constexpr base::ProblemKind remote_path_missing{"client.path_missing", "Server has no such file or folder", 422,
                                                       base::LogLevel::warning};
inline constexpr base::ProblemKind remote_path_refused{"client.path_refused", "Server does not give the file", 422,
                                                       base::LogLevel::warning};
/// The server cannot begin in the middle of a file.
inline constexpr base::ProblemKind resume_refused{"client.resume_refused", "Server sends whole files only", 502,
                                                  base::LogLevel::info};
inline constexpr base::ProblemKind listing_too_long{"client.listing_too_long", "Too many files to choose from", 422,
                                                    base::LogLevel::warning};
inline constexpr std::size_t most_listed = 5'000;  ///< matching names in one folder

}  // namespace platform::client
