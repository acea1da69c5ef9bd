#include "domain/suppliers/source_config.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/edit_distance.h"
#include "base/text.h"
#include "platform/client/http_client.h"

namespace suppliers {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 8> http_fields{
    "url", "user", "headers", "file_name", "oauth_token_url", "oauth_client_id", "oauth_scope", "max_megabytes"};
constexpr std::array<std::string_view, 4> http_secrets{"password", "token", "oauth_client_secret", "header.NAME"};
// Sent by the program itself, each for its own purpose.
constexpr std::array<std::string_view, 10> own_headers{
    "host",     "content-length", "transfer-encoding", "connection", "range",
    "if-range", "if-none-match",  "if-modified-since", "te",         "upgrade"};
constexpr std::array<std::string_view, 4> secret_headers{"authorization", "cookie", "x-api-key", "proxy-authorization"};

constexpr std::size_t most_headers = 30;
constexpr std::size_t longest_text = 2'000;
constexpr std::uint64_t most_megabytes = 1'000'000;

tl::unexpected<base::Problem> invalid(std::string field, std::string message, std::string cure) {
  return base::failure(source_invalid, std::move(message), std::move(cure), {.field = std::move(field)});
}

std::string list_of(std::span<const std::string_view> names) {
  std::string text;
  for (const std::string_view name : names) text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

/// The known name meant by a mistyped one; "" when none is near.
std::string_view nearest(std::string_view wrong, std::span<const std::string_view> known) {
  const std::string word = base::to_lower_ascii(base::utf8_prefix(wrong, 60));
  const auto distance = [&](std::string_view name) { return base::edit_distance(word, name); };
  const auto found = std::ranges::min_element(known, {}, distance);
  return found != known.end() && distance(*found) * 2 <= std::max(word.size(), found->size()) ? *found
                                                                                              : std::string_view{};
}

tl::unexpected<base::Problem> unknown(std::string_view what, const std::string& field, std::string_view name,
                                      std::span<const std::string_view> known) {
  const std::string_view meant = nearest(name, known);
  std::string cure = meant.empty() ? std::string{} : "Did you mean \"" + std::string(meant) + "\"? ";
  cure += "Known are: " + list_of(known) + ".";
  return invalid(field + "." + std::string(name),
                 "The " + std::string(what) + " \"" + std::string(base::utf8_prefix(name, 60)) + "\" is not known.",
                 std::move(cure));
}

base::Result<json::object> object_of(std::string_view config) {
  boost::system::error_code error;
  const json::value value = json::parse(config, error);
  if (!error && value.is_object()) return value.as_object();
  return invalid("config", "The config is not a JSON object.", "Send an object such as {\"url\": \"https://...\"}.");
}

base::Result<> check_text(std::string_view field, const std::optional<std::string>& text) {
  if (!text) return {};
  const bool is_clean = std::ranges::none_of(*text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (!base::trim(*text).empty() && text->size() <= longest_text && is_clean) return {};
  return invalid("config." + std::string(field),
                 "The field " + std::string(field) + " is empty, too long or not one line.",
                 "Give one line of at most 2,000 characters, or leave the field out.");
}

base::Result<> check_header_name(std::string_view name, const std::string& field) {
  const std::string lower = base::to_lower_ascii(name);
  if (std::ranges::find(own_headers, lower) == own_headers.end()) return {};
  return invalid(field, "The header \"" + std::string(name) + "\" is set by the program itself.", "Leave it out.");
}

base::Result<> check_headers(const std::map<std::string, std::string>& headers) {
  if (headers.size() > most_headers) return invalid("config.headers", "There are more than 30 headers.", "Give fewer.");
  for (const auto& [name, value] : headers) {
    const std::string field = "config.headers." + name;
    if (!platform::client::check_header(name, value) || value.size() > longest_text) {
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

/// A refusal that names the field of the config.
base::Result<> check_url(std::string_view field, const std::string& url, const platform::client::AddressRules& rules) {
  auto judged = rules.check_url(url);
  if (judged) return {};
  base::Problem problem = std::move(judged).error();
  problem.place.field = "config." + std::string(field);
  return base::failure(std::move(problem));
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
  if (config.max_megabytes && (*config.max_megabytes == 0 || *config.max_megabytes > most_megabytes))
    return invalid("config.max_megabytes", "max_megabytes is out of range.", "Give a number from 1 to 1000000.");
  return {};
}

base::Result<std::string> checked_http(std::string_view text, const platform::client::AddressRules& rules) {
  ASSIGN_OR_RETURN(const json::object object, object_of(text));
  for (const auto& member : object) {
    const std::string_view name = member.key();
    if (std::ranges::find(http_fields, name) == http_fields.end()) return unknown("field", "config", name, http_fields);
  }
  auto config = platform::http::from_json<HttpSourceConfig>(text);
  if (!config) {
    base::Problem problem = std::move(config).error();
    problem.kind = &source_invalid;
    problem.place.field = "config" + problem.place.field;
    problem.message = "In the config: " + problem.message;
    return base::failure(std::move(problem));
  }
  RETURN_IF_FAILED(check_http(*config, rules));
  json::object stored;
  for (const std::string_view name : http_fields) {
    if (const auto* value = object.if_contains(name); value != nullptr && !value->is_null()) stored[name] = *value;
  }
  return json::serialize(stored);
}

base::Result<std::string> checked_upload(std::string_view text) {
  ASSIGN_OR_RETURN(const json::object object, object_of(text));
  if (object.empty()) return "{}";
  return invalid("config." + std::string(object.begin()->key()), "A source of the kind upload has no config.",
                 "Leave config out; the kind http is the one with a url.");
}

}  // namespace

base::Result<std::string> checked_config(SourceKind kind, std::string_view config,
                                         const platform::client::AddressRules& rules) {
  if (kind == SourceKind::upload) return checked_upload(config);
  if (kind == SourceKind::http) return checked_http(config, rules);
  return base::failure(source_kind_unavailable,
                       "Sources of the kind " + std::string(to_string(kind)) + " are not available in this version.",
                       "Use http for files behind an address, or upload for files that are sent in.",
                       {.field = "kind"});
}

base::Result<> check_secret(SourceKind kind, std::string_view name, std::string_view value) {
  const std::string field = "secrets." + std::string(name);
  if (kind != SourceKind::http) {
    return invalid(field, "A source of the kind " + std::string(to_string(kind)) + " has no secrets.",
                   "Leave them out.");
  }
  const bool is_header = name.starts_with(secret_header_prefix) && name.size() > secret_header_prefix.size();
  if (!is_header && std::ranges::find(http_secrets, name) == http_secrets.end())
    return unknown("secret", "secrets", name, http_secrets);
  if (value.empty() || value.size() > longest_text * 4 ||
      std::ranges::any_of(value, [](char c) { return static_cast<unsigned char>(c) < 0x20; })) {
    return invalid(
        field, "The secret \"" + std::string(base::utf8_prefix(name, 60)) + "\" is empty, too long or not one line.",
        "Give one line of at most 8,000 characters, or null to remove it.");
  }
  if (!is_header) return {};
  const std::string_view header = name.substr(secret_header_prefix.size());
  if (!platform::client::check_header(header, value))
    return invalid(field, "The name of the header cannot be sent.", "Use letters, digits and '-' in its name.");
  return check_header_name(header, field);
}

base::Result<> check_login(const Source& source) {
  if (source.kind != SourceKind::http) return {};
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
