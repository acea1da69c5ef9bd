#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/suppliers/sources.h"
#include "platform/http/codec.h"

namespace suppliers {

/// The config of an http source. Its secrets: `password` (with user), `token` (sent as Bearer), `oauth_client_secret`
/// (with the oauth fields), and `header.NAME` for a header whose value is a secret.
struct HttpSourceConfig {
  std::string url;
  std::optional<std::string> user;
  std::map<std::string, std::string> headers;
  std::optional<std::string> file_name;  ///< what people call the file; otherwise as the server names it
  std::optional<std::string> oauth_token_url, oauth_client_id, oauth_scope;
  std::optional<std::uint64_t> max_megabytes;
};
BOOST_DESCRIBE_STRUCT(HttpSourceConfig, (),
                      (url, user, headers, file_name, oauth_token_url, oauth_client_id, oauth_scope, max_megabytes))

inline constexpr std::string_view secret_header_prefix = "header.";

/// The config brought to its stored form. Fails with source_invalid, which names the field and, for one that is not
/// known, the nearest that is; with source_kind_unavailable; and as AddressRules does.
base::Result<std::string> checked_config(SourceKind kind, std::string_view config,
                                         const platform::client::AddressRules& rules);
/// Whether a secret of this name and value is of use to the kind. Fails with source_invalid.
base::Result<> check_secret(SourceKind kind, std::string_view name, std::string_view value);
/// Whether config and secrets together make sense: one way to log in, no half of one. Fails with source_invalid.
base::Result<> check_login(const Source& source);

/// The config of a stored http source.
base::Result<HttpSourceConfig> http_config_of(const Source& source);

}  // namespace suppliers
