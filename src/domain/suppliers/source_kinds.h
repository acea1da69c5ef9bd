#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "domain/suppliers/source_reader.h"
#include "domain/suppliers/sources.h"

namespace suppliers {

using Folders = std::vector<std::filesystem::path>;

/// Where sources may lead to, as administrators say.
struct SourceBorders {
  const platform::client::AddressRules& rules;
  const Folders& folders;  ///< of this server that may be watched
};

/// What readers connect with.
struct SourceTools {
  const platform::client::HttpClient& client;  ///< its rules are those of every connection
  const Folders& folders;
};

/// All there is to know of one kind of source.
struct SourceKindRules {
  SourceKind kind;
  /// The config brought to its stored form.
  base::Result<std::string> (*checked_config)(std::string_view config, const SourceBorders& borders);
  base::Result<> (*check_secret)(std::string_view name, std::string_view value);
  /// Whether config and secrets together make sense.
  base::Result<> (*check_whole)(const Source& source);
  /// Null when there is nothing to connect to.
  base::Result<std::unique_ptr<SourceReader>> (*reader)(const Source& source, const Secrets& secrets,
                                                        const SourceTools& tools);
};

extern const SourceKindRules upload_kind, http_kind, ftp_kind, sftp_kind, email_kind, folder_kind, s3_kind;

const SourceKindRules& rules_of(SourceKind kind);

}  // namespace suppliers
