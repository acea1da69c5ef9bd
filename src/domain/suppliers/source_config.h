#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/suppliers/sources.h"
#include "platform/http/codec.h"

namespace suppliers {

/// How an API gives its items page by page.
struct PagingConfig {
  std::string kind;                           ///< page, offset, cursor, link
  std::optional<std::string> items;           ///< where the array is: "data.items"; the whole answer when absent
  std::optional<std::string> parameter;       ///< of the URL: the page, the offset or the cursor
  std::optional<std::int64_t> first;          ///< of page (1) and offset (0)
  std::optional<std::string> size_parameter;  ///< sent with `size`
  std::optional<std::uint64_t> size;          ///< items a page; a shorter page is the last one
  std::optional<std::string> next;  ///< where the answer holds the next cursor or link; for link, else the Link header
  std::optional<std::uint64_t> max_pages;  ///< 10,000 when absent
};
BOOST_DESCRIBE_STRUCT(PagingConfig, (), (kind, items, parameter, first, size_parameter, size, next, max_pages))

/// The config of an http source. Its secrets: `password` (with user), `token` (sent as Bearer), `oauth_client_secret`
/// (with the oauth fields), and `header.NAME` for a header whose value is a secret.
struct HttpSourceConfig {
  std::string url;
  std::optional<std::string> user;
  std::map<std::string, std::string> headers;
  std::optional<std::string> file_name;  ///< what people call the file; otherwise as the server names it
  std::optional<std::string> oauth_token_url, oauth_client_id, oauth_scope;
  std::optional<std::uint64_t> max_megabytes;
  std::optional<PagingConfig> paging;         ///< for an API that gives its items page by page
  std::optional<std::string> ca_certificate;  ///< PEM, trusted in place of the system's authorities
};
BOOST_DESCRIBE_STRUCT(HttpSourceConfig, (),
                      (url, user, headers, file_name, oauth_token_url, oauth_client_id, oauth_scope, max_megabytes,
                       paging, ca_certificate))

inline constexpr std::string_view secret_header_prefix = "header.";

/// The config brought to its stored form. Fails with source_invalid, which names the field and, for one that is not
/// known, the nearest that is; with source_kind_unavailable; and as AddressRules does.
base::Result<std::string> checked_config(SourceKind kind, std::string_view config,
                                         const platform::client::AddressRules& rules,
                                         const std::vector<std::filesystem::path>& folders = {});
/// Whether a secret of this name and value is of use to the kind. Fails with source_invalid.
base::Result<> check_secret(SourceKind kind, std::string_view name, std::string_view value);
/// Whether config and secrets together make sense: one way to log in, no half of one. Fails with source_invalid.
base::Result<> check_login(const Source& source);

/// The config of a stored http source.
base::Result<HttpSourceConfig> http_config_of(const Source& source);

}  // namespace suppliers
