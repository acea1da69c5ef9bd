// Files on SFTP servers.
#include <array>

#include "domain/suppliers/source_fields.h"
#include "domain/suppliers/source_files.h"
#include "domain/suppliers/source_request.h"
#include "platform/client/sftp_files.h"

namespace suppliers {
namespace {

struct SftpConfig {
  std::string host;
  std::optional<std::uint64_t> port;
  std::string user, path;
  std::optional<std::string> host_key, file_name;
  std::optional<std::uint64_t> max_megabytes;
};
BOOST_DESCRIBE_STRUCT(SftpConfig, (), (host, port, user, path, host_key, file_name, max_megabytes))

constexpr std::array<std::string_view, 7> fields{"host",     "port",      "user",         "path",
                                                 "host_key", "file_name", "max_megabytes"};
constexpr std::array<std::string_view, 3> secrets_known{"password", "private_key", "private_key_passphrase"};
constexpr unsigned short usual_port = 22;

base::Result<> check_host_key(const std::optional<std::string>& key) {
  if (!key) return {};
  constexpr std::string_view prefix = "SHA256:";
  constexpr std::size_t digest_size = 43;
  std::string_view digest = *key;
  if (digest.starts_with(prefix)) {
    digest.remove_prefix(prefix.size());
    if (digest.ends_with('=')) digest.remove_suffix(1);
    const auto is_base64 = [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' || c == '/';
    };
    if (digest.size() == digest_size && std::ranges::all_of(digest, is_base64)) return {};
  }
  return invalid("config.host_key", "host_key is not the SHA-256 fingerprint of a host key.",
                 "Give it as \"ssh-keygen -l\" shows it, such as SHA256: and 43 letters and digits. Leave it out, and "
                 "the connection test says which key the server has.");
}

base::Result<std::string> checked(std::string_view text, const SourceBorders& borders) {
  ASSIGN_OR_RETURN(const auto object, object_of(text));
  ASSIGN_OR_RETURN(const auto config, config_as<SftpConfig>(object, fields));
  RETURN_IF_FAILED(check_server({config.host, config.port, {}, {}}, borders.rules));
  RETURN_IF_FAILED(check_text("user", config.user));
  RETURN_IF_FAILED(check_path(config.path));
  RETURN_IF_FAILED(check_host_key(config.host_key));
  RETURN_IF_FAILED(check_text("file_name", config.file_name));
  RETURN_IF_FAILED(check_megabytes(config.max_megabytes));
  return stored_form(object, fields);
}

base::Result<> check_secret(std::string_view name, std::string_view value) {
  if (name == "private_key") return check_secret_text(name, value, true);
  return check_secret_line(name, value, secrets_known);
}

base::Result<> check_whole(const Source& source) {
  if (source.sealed.contains("private_key_passphrase") && !source.sealed.contains("private_key"))
    return invalid("secrets.private_key", "There is a passphrase without a private key.", "Give both, or neither.");
  if (source.sealed.contains("password") || source.sealed.contains("private_key")) return {};
  return invalid("secrets", "There is neither a password nor a private key.",
                 "Give the secret password, or the secret private_key.");
}

base::Result<std::unique_ptr<SourceReader>> reader(const Source& source, const Secrets& secrets,
                                                   const SourceTools& tools) {
  ASSIGN_OR_RETURN(const auto config, platform::http::from_json<SftpConfig>(source.config));
  auto server = server_of({config.host, config.port, {}, {}}, usual_port, config.user, secret_of(secrets, "password"));
  platform::client::SshKeys keys{config.host_key.value_or(""), secret_of(secrets, "private_key"),
                                 secret_of(secrets, "private_key_passphrase")};
  return files_reader(platform::client::sftp_files(tools.client.rules(), std::move(server), std::move(keys)),
                      {config.host, config.path, config.file_name.value_or(""),
                       most_bytes(config.max_megabytes, megabytes_when_absent)});
}

}  // namespace

constinit const SourceKindRules sftp_kind{SourceKind::sftp, &checked, &check_secret, &check_whole, &reader};

}  // namespace suppliers
