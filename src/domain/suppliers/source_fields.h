#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "domain/suppliers/sources.h"
#include "platform/http/codec.h"

namespace suppliers {

// What the configs and secrets of all kinds are checked with. Every refusal is source_invalid and names its field.

tl::unexpected<base::Problem> invalid(std::string field, std::string message, std::string cure);
/// A name that is not among the known ones; says which of them is the nearest.
tl::unexpected<base::Problem> unknown_name(std::string_view what, const std::string& field, std::string_view name,
                                           std::span<const std::string_view> known);

base::Result<boost::json::object> object_of(std::string_view config);
/// One line of text, when there is one.
base::Result<> check_text(std::string_view field, const std::optional<std::string>& text);
base::Result<> check_megabytes(const std::optional<std::uint64_t>& megabytes);
/// Certificates in PEM, when there are any.
base::Result<> check_certificates(const std::optional<std::string>& pem);
/// An URL, or a host as "http://host:port", judged by the rules.
base::Result<> check_url(std::string_view field, const std::string& url, const platform::client::AddressRules& rules);
/// A host name or an address, and nothing else.
base::Result<> check_host(const std::string& host, const platform::client::AddressRules& rules);
base::Result<> check_port(const std::optional<std::uint64_t>& port);
/// Text of at most 8,000 characters; on one line unless `may_have_lines`.
base::Result<> check_secret_text(std::string_view name, std::string_view value, bool may_have_lines);
/// The names a kind has, and one line of text each.
base::Result<> check_secret_line(std::string_view name, std::string_view value,
                                 std::span<const std::string_view> known);

/// What is wrong in a config as the JSON reader found it.
base::Problem in_config(base::Problem problem);

/// The config as T; refuses a field that is not among `fields`.
template <class T>
base::Result<T> config_as(const boost::json::object& object, std::span<const std::string_view> fields) {
  for (const auto& member : object) {
    const std::string_view name = member.key();
    if (std::ranges::find(fields, name) == fields.end()) return unknown_name("field", "config", name, fields);
  }
  auto config = platform::http::from_json<T>(boost::json::serialize(object));
  if (!config) return base::failure(in_config(std::move(config).error()));
  return config;
}
/// As it is stored: the fields in their order, without those that are null.
std::string stored_form(const boost::json::object& object, std::span<const std::string_view> fields);

/// In bytes.
std::uint64_t most_bytes(const std::optional<std::uint64_t>& megabytes, std::uint64_t when_absent);
const std::string& secret_of(const Secrets& secrets, const std::string& name);

}  // namespace suppliers
