#include "domain/suppliers/source_fields.h"

#include <algorithm>

#include "base/edit_distance.h"
#include "base/text.h"

namespace suppliers {
namespace {

namespace json = boost::json;

constexpr std::size_t longest_text = 2'000;
constexpr std::size_t longest_certificates = 100'000;
constexpr std::uint64_t most_megabytes = 1'000'000;

/// The known name meant by a mistyped one; "" when none is near.
std::string_view nearest(std::string_view wrong, std::span<const std::string_view> known) {
  const std::string word = base::to_lower_ascii(base::utf8_prefix(wrong, 60));
  const auto distance = [&](std::string_view name) { return base::edit_distance(word, name); };
  const auto found = std::ranges::min_element(known, {}, distance);
  return found != known.end() && distance(*found) * 2 <= std::max(word.size(), found->size()) ? *found
                                                                                              : std::string_view{};
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; });
}

}  // namespace

tl::unexpected<base::Problem> invalid(std::string field, std::string message, std::string cure) {
  return base::failure(source_invalid, std::move(message), std::move(cure), {.field = std::move(field)});
}

tl::unexpected<base::Problem> unknown_name(std::string_view what, const std::string& field, std::string_view name,
                                           std::span<const std::string_view> known) {
  const std::string_view meant = nearest(name, known);
  std::string cure = meant.empty() ? std::string{} : "Did you mean \"" + std::string(meant) + "\"? ";
  cure += "Known are: " + base::join(known, ", ") + ".";
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
  if (!base::trim(*text).empty() && text->size() <= longest_text && !has_control(*text)) return {};
  return invalid("config." + std::string(field),
                 "The field " + std::string(field) + " is empty, too long or not one line.",
                 "Give one line of at most 2,000 characters, or leave the field out.");
}

base::Result<> check_megabytes(const std::optional<std::uint64_t>& megabytes) {
  if (!megabytes || (*megabytes > 0 && *megabytes <= most_megabytes)) return {};
  return invalid("config.max_megabytes", "max_megabytes is out of range.", "Give a number from 1 to 1000000.");
}

base::Result<> check_certificates(const std::optional<std::string>& pem) {
  if (!pem) return {};
  const bool is_pem = pem->find("-----BEGIN CERTIFICATE-----") != std::string::npos &&
                      pem->find("-----END CERTIFICATE-----") != std::string::npos;
  if (is_pem && pem->find("PRIVATE KEY") == std::string::npos && pem->size() <= longest_certificates) return {};
  return invalid("config.ca_certificate", "ca_certificate holds no certificate, or more than that.",
                 "Give the certificate of the authority in PEM, from -----BEGIN CERTIFICATE----- to the end line.");
}

base::Result<> check_url(std::string_view field, const std::string& url, const platform::client::AddressRules& rules) {
  auto judged = rules.check_url(url);
  if (judged) return {};
  base::Problem problem = std::move(judged).error();
  problem.place.field = "config." + std::string(field);
  return base::failure(std::move(problem));
}

base::Result<> check_host(const std::string& host, const platform::client::AddressRules& rules) {
  const auto may_be = [](char c) {
    return base::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '_' ||
           c == ':';
  };
  if (host.empty() || host.size() > 253 || !std::ranges::all_of(host, may_be)) {
    return invalid("config.host", "The host is not a name or an address.",
                   "Give the name alone, such as files.shop.example, without ftp:// and without a path.");
  }
  return check_url("host", "http://" + (host.find(':') == std::string::npos ? host : "[" + host + "]"), rules);
}

base::Result<> check_port(const std::optional<std::uint64_t>& port) {
  if (!port || (*port > 0 && *port <= 65'535)) return {};
  return invalid("config.port", "The port is out of range.", "Give a number from 1 to 65535, or leave it out.");
}

base::Result<> check_secret_text(std::string_view name, std::string_view value, bool may_have_lines) {
  const auto is_wrong = [&](char c) {
    const bool is_line = c == '\n' || c == '\r';
    return static_cast<unsigned char>(c) < 0x20 && !(may_have_lines && is_line);
  };
  if (!value.empty() && value.size() <= longest_text * 4 && std::ranges::none_of(value, is_wrong)) return {};
  const std::string_view shape = may_have_lines ? "text" : "one line";
  return invalid("secrets." + std::string(name),
                 "The secret \"" + std::string(base::utf8_prefix(name, 60)) + "\" is empty, too long or not " +
                     std::string(shape) + ".",
                 "Give " + std::string(shape) + " of at most 8,000 characters, or null to remove it.");
}

base::Result<> check_secret_line(std::string_view name, std::string_view value,
                                 std::span<const std::string_view> known) {
  if (std::ranges::find(known, name) == known.end()) return unknown_name("secret", "secrets", name, known);
  return check_secret_text(name, value, false);
}

base::Problem in_config(base::Problem problem) {
  problem.kind = &source_invalid;
  problem.place.field = "config" + problem.place.field;
  problem.message = "In the config: " + problem.message;
  return problem;
}

std::string stored_form(const json::object& object, std::span<const std::string_view> fields) {
  json::object stored;
  for (const std::string_view name : fields) {
    if (const auto* value = object.if_contains(name); value != nullptr && !value->is_null()) stored[name] = *value;
  }
  return json::serialize(stored);
}

std::uint64_t most_bytes(const std::optional<std::uint64_t>& megabytes, std::uint64_t when_absent) {
  return megabytes.value_or(when_absent) * 1'000'000;
}

const std::string& secret_of(const Secrets& secrets, const std::string& name) {
  static const std::string none;
  const auto found = secrets.find(name);
  return found == secrets.end() ? none : found->second;
}

}  // namespace suppliers
