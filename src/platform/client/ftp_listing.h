#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/client/remote_files.h"

namespace platform::client {

/// One line of an answer to MLSD (RFC 3659): "type=file;size=120;modify=20260102030405; prices.csv". Nothing for what
/// is not a file.
std::optional<RemoteFile> parse_mlsd_line(std::string_view line);

/// The names of an answer to NLST, without the folders some servers put before them.
std::vector<std::string> parse_names(std::string_view listing);

/// "20260102030405" or with fractions, in UTC, as FTP writes it.
std::optional<base::Timestamp> parse_ftp_time(std::string_view text);

/// How paths stand in an FTP URL: a leading slash begins at the server's root, all other paths where the login ends up.
std::string ftp_path(std::string_view path);

}  // namespace platform::client
