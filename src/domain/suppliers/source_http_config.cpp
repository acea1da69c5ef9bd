// The config and the secrets of http sources.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "domain/suppliers/source_config.h"
#include "domain/suppliers/source_fields.h"
#include "domain/suppliers/source_http.h"
#include "domain/suppliers/source_paging.h"
#include "platform/client/http_client.h"

namespace suppliers {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 10> http_fields{
    "url",         "user",          "headers", "file_name",     "oauth_token_url", "oauth_client_id",
    "oauth_scope", "max_megabytes", "paging",  "ca_certificate"};
constexpr std::array<std::string_view, 4> http_secrets{"password", "token", "oauth_client_secret", "header.NAME"};
// Sent by the program itself, each for its own purpose.
constexpr std::array<std::string_view, 10> own_headers{
    "host",     "content-length", "transfer-encoding", "connection", "range",
    "if-range", "if-none-match",  "if-modified-since", "te",         "upgrade"};
constexpr std::array<std::string_view, 4> secret_headers{"authorization", "cookie", "x-api-key", "proxy-authorization"};

constexpr std::size_t most_headers = 30;
constexpr std::size_t longest_header = 2'000;

base::Result<> check_header_name(std::string_view name, const std::string& field) {
  const std::string lower = base::to_lower_ascii(name);
  if (std::ranges::find(own_headers, lower) == own_headers.end()) return {};
  return invalid(field, "The header \"" + std::string(name) + "\" is set by the program itself.", "Leave it out.");
}

base::Result<> check_headers(const std::map<std::string, std::string>& headers) {
  if (headers.size() > most_headers) return invalid("config.headers", "There are more than 30 headers.", "Give fewer.");
  for (const auto& [name, value] : headers) {
    const std::string field = "config.headers." + name;
    if (!platform::client::check_header(name, value) || value.size() > longest_header) {
      return invalid(field, "The header \"" + std::string(base::utf8_prefix(name, 60)) + "\" cannot be sent.",
                     "Use letters, digits and '-' in its name, and one line of text as its value.");
    }
    RETURN_IF_FAILED(check_header_name(name, field));
    if (std::ranges::find(secret_headers, base::to_lower_ascii(name)) == secret_headers.end()) continue;
    return invalid(field, "The header \"" + name + "\" holds a secret, and a config is shown to people.",
                   "Give it among the secrets, as \"header." + name + "\".");
  }
  return {};
}

base::Result<> check_http(const HttpSourceConfig& config, const platform::client::AddressRules& rules) {
  RETURN_IF_FAILED(check_url("url", config.url, rules));
  RETURN_IF_FAILED(check_text("user", config.user));
  RETURN_IF_FAILED(check_text("file_name", config.file_name));
  RETURN_IF_FAILED(check_text("oauth_client_id", config.oauth_client_id));
  RETURN_IF_FAILED(check_text("oauth_scope", config.oauth_scope));
  RETURN_IF_FAILED(check_headers(config.headers));
  if (config.oauth_token_url) RETURN_IF_FAILED(check_url("oauth_token_url", *config.oauth_token_url, rules));
  if (config.user && config.user->find(':') != std::string::npos)
    return invalid("config.user", "The user name holds a colon, which HTTP cannot send.", "Check the user name.");
  RETURN_IF_FAILED(check_megabytes(config.max_megabytes));
  RETURN_IF_FAILED(check_certificates(config.ca_certificate));
  if (config.paging) RETURN_IF_FAILED(check_paging(*config.paging));
  return {};
}

}  // namespace

base::Result<std::string> checked_http_config(std::string_view text, const platform::client::AddressRules& rules) {
  ASSIGN_OR_RETURN(const json::object object, object_of(text));
  ASSIGN_OR_RETURN(const auto config, config_as<HttpSourceConfig>(object, http_fields));
  RETURN_IF_FAILED(check_http(config, rules));
  return stored_form(object, http_fields);
}

base::Result<> check_http_secret(std::string_view name, std::string_view value) {
  const bool is_header = name.starts_with(secret_header_prefix) && name.size() > secret_header_prefix.size();
  if (!is_header) return check_secret_line(name, value, http_secrets);
  RETURN_IF_FAILED(check_secret_text(name, value, false));
  const std::string field = "secrets." + std::string(name);
  const std::string_view header = name.substr(secret_header_prefix.size());
  if (!platform::client::check_header(header, value))
    return invalid(field, "The name of the header cannot be sent.", "Use letters, digits and '-' in its name.");
  return check_header_name(header, field);
}

base::Result<> check_http_login(const Source& source) {
  ASSIGN_OR_RETURN(const HttpSourceConfig config, http_config_of(source));
  const auto has = [&](const char* name) { return source.sealed.contains(name); };
  if (has("password") && !config.user)
    return invalid("config.user", "There is a password without a user.",
                   "Give user in the config, or remove the password.");
  const int oauth =
      (config.oauth_token_url ? 1 : 0) + (config.oauth_client_id ? 1 : 0) + (has("oauth_client_secret") ? 1 : 0);
  if (oauth % 3 != 0) {
    return invalid(
        "config.oauth_token_url", "Only a part of the OAuth login is there.",
        "Give oauth_token_url and oauth_client_id in the config and oauth_client_secret among the secrets, or none.");
  }
  const int ways = (config.user ? 1 : 0) + (has("token") ? 1 : 0) + (oauth != 0 ? 1 : 0);
  if (ways <= 1) return {};
  return invalid("config", "There is more than one way to log in.", "Keep one of user, token and OAuth.");
}

base::Result<HttpSourceConfig> http_config_of(const Source& source) {
  return platform::http::from_json<HttpSourceConfig>(source.config);
}

}  // namespace suppliers
