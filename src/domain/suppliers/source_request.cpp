#include "domain/suppliers/source_request.h"

#include <boost/json.hpp>

#include "base/text.h"
#include "domain/suppliers/source_config.h"
#include "domain/suppliers/source_fields.h"

namespace suppliers {
namespace {

using platform::client::HttpClient;
using platform::client::HttpRequest;

constexpr std::size_t longest_file_name = 150;

tl::unexpected<base::Problem> no_token(std::string_view host, const std::string& why) {
  return base::failure(source_login_refused, "\"" + std::string(host) + "\" gave no OAuth token: " + why + ".",
                       "Check oauth_token_url, oauth_client_id, oauth_scope and the secret oauth_client_secret.");
}

/// OAuth 2 client credentials (RFC 6749, section 4.4).
base::Result<std::string> oauth_token(const HttpSourceConfig& config, const Secrets& secrets,
                                      const HttpClient& client) {
  HttpRequest request;
  request.method = "POST";
  request.url = *config.oauth_token_url;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
  request.body = "grant_type=client_credentials";
  if (config.oauth_scope) request.body += "&scope=" + form_encoded(*config.oauth_scope);
  request.user = form_encoded(*config.oauth_client_id);
  request.password = form_encoded(secret_of(secrets, "oauth_client_secret"));
  request.max_bytes = 1U << 20U;
  request.follow_redirects = 0;
  ASSIGN_OR_RETURN(const auto answer, client.send(request));
  const std::string host = host_of(request.url);
  if (answer.status >= 500) return base::failure(check_status(answer.status, host).error());
  if (answer.status != 200) return no_token(host, "it answered " + std::to_string(answer.status));
  boost::system::error_code error;
  const boost::json::value body = boost::json::parse(answer.body, error);
  const auto* object = error ? nullptr : body.if_object();
  const auto* token = object == nullptr ? nullptr : object->if_contains("access_token");
  if (token == nullptr || !token->is_string()) return no_token(host, "its answer holds no access_token");
  return std::string(std::string_view(token->as_string()));
}

bool is_unsafe(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '/' || c == '\\' || c == '"';
}

/// The plain form of RFC 6266; filename*= is left to the address.
std::string_view disposition_name(std::string_view header) {
  const std::string lower = base::to_lower_ascii(header);
  const std::size_t at = lower.find("filename=");
  if (at == std::string::npos) return {};
  std::string_view rest = base::trim(header.substr(at + 9));
  if (!rest.starts_with('"')) return base::trim(rest.substr(0, rest.find(';')));
  rest.remove_prefix(1);
  return rest.substr(0, rest.find('"'));
}

std::string_view last_of_path(std::string_view url) {
  const std::string_view path = url.substr(0, url.find_first_of("?#"));
  const std::size_t host = path.find("://");
  const std::size_t slash = path.rfind('/');
  if (host == std::string_view::npos || slash < host + 3) return {};
  return path.substr(slash + 1);
}

}  // namespace

std::string form_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (base::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.') {
      out += c;
    } else {
      out.append("%").append(1, digits[byte >> 4U]).append(1, digits[byte & 15U]);
    }
  }
  return out;
}

std::string cleaned_name(std::string_view name) {
  std::string out;
  for (const char c : base::utf8_prefix(base::trim(name), longest_file_name)) {
    if (!is_unsafe(c)) out += c;
  }
  return base::is_valid_utf8(out) && out != "." && out != ".." ? out : std::string{};
}

base::Result<HttpRequest> request_of(const Source& source, const Secrets& secrets, const HttpClient& client) {
  ASSIGN_OR_RETURN(const HttpSourceConfig config, http_config_of(source));
  HttpRequest request;
  request.url = config.url;
  for (const auto& [name, value] : config.headers) request.headers.emplace_back(name, value);
  for (const auto& [name, value] : secrets) {
    if (name.starts_with(secret_header_prefix))
      request.headers.emplace_back(name.substr(secret_header_prefix.size()), value);
  }
  if (config.user) {
    request.user = *config.user;
    request.password = secret_of(secrets, "password");
  }
  std::string token = secret_of(secrets, "token");
  if (config.oauth_token_url) {
    ASSIGN_OR_RETURN(token, oauth_token(config, secrets, client));
  }
  if (!token.empty()) request.headers.emplace_back("Authorization", "Bearer " + token);
  request.authority = config.ca_certificate.value_or("");
  request.max_bytes = most_bytes(config.max_megabytes, megabytes_when_absent);
  return request;
}

base::Result<> check_status(int status, std::string_view host) {
  if (status == 200 || status == 206 || status == 304) return {};
  const std::string said = "\"" + std::string(host) + "\" answered " + std::to_string(status);
  if (status == 401 || status == 403 || status == 407) {
    return base::failure(source_login_refused, said + ": it does not let us in.",
                         "Check user, password, token and headers of the source, and whether the supplier has to allow "
                         "this server's address.");
  }
  if (status == 404 || status == 410) {
    return base::failure(source_file_missing, said + ": there is no such file.",
                         "Check the address of the source; ask the supplier where the file is now.");
  }
  if (status >= 500 || status == 408 || status == 425 || status == 429) {
    return base::failure(source_unavailable, said + ": it is out of order or busy.",
                         "Wait; it is tried again. If it stays like this, ask the supplier.");
  }
  return base::failure(source_answer_unexpected, said + ", which is not a file.",
                       "Open the address in a browser to see what it wants.");
}

std::string file_name_of(const Source& source, std::string_view content_disposition, std::string_view url) {
  const auto config = http_config_of(source);
  for (const std::string& name :
       {cleaned_name(config ? config->file_name.value_or("") : ""), cleaned_name(disposition_name(content_disposition)),
        cleaned_name(last_of_path(url))}) {
    if (!name.empty()) return name;
  }
  return "feed";
}

std::string host_of(std::string_view url) {
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos) return std::string(url);
  const std::string_view rest = url.substr(colon + 3);
  return std::string(rest.substr(0, rest.find_first_of("/?#")));
}

}  // namespace suppliers
