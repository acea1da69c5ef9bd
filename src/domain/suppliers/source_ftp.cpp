// Files on FTP servers.
#include <array>

#include "domain/suppliers/source_fields.h"
#include "domain/suppliers/source_files.h"
#include "domain/suppliers/source_request.h"
#include "platform/client/ftp_files.h"

namespace suppliers {
namespace {

using platform::client::Encryption;

struct FtpConfig {
  std::string host;
  std::optional<std::uint64_t> port;
  std::optional<std::string> user;
  std::string path;
  std::optional<std::string> encryption, ca_certificate, file_name;
  std::optional<std::uint64_t> max_megabytes;
};
BOOST_DESCRIBE_STRUCT(FtpConfig, (), (host, port, user, path, encryption, ca_certificate, file_name, max_megabytes))

constexpr std::array<std::string_view, 8> fields{"host",       "port",           "user",      "path",
                                                 "encryption", "ca_certificate", "file_name", "max_megabytes"};
constexpr std::array<std::string_view, 1> secrets_known{"password"};
constexpr unsigned short usual_port = 21, implicit_port = 990;

ServerFields server_fields(const FtpConfig& config) {
  return {config.host, config.port, config.encryption, config.ca_certificate};
}

base::Result<std::string> checked(std::string_view text, const SourceBorders& borders) {
  ASSIGN_OR_RETURN(const auto object, object_of(text));
  ASSIGN_OR_RETURN(const auto config, config_as<FtpConfig>(object, fields));
  RETURN_IF_FAILED(check_server(server_fields(config), borders.rules));
  RETURN_IF_FAILED(check_text("user", config.user));
  RETURN_IF_FAILED(check_path(config.path));
  RETURN_IF_FAILED(check_text("file_name", config.file_name));
  RETURN_IF_FAILED(check_megabytes(config.max_megabytes));
  return stored_form(object, fields);
}

base::Result<> check_whole(const Source& source) {
  ASSIGN_OR_RETURN(const auto config, platform::http::from_json<FtpConfig>(source.config));
  if (config.user.has_value() == source.sealed.contains("password")) return {};
  return invalid("config.user", "Of user and password only one is there.",
                 "Give both, or neither for a server that lets anybody in.");
}

base::Result<std::unique_ptr<SourceReader>> reader(const Source& source, const Secrets& secrets,
                                                   const SourceTools& tools) {
  ASSIGN_OR_RETURN(const auto config, platform::http::from_json<FtpConfig>(source.config));
  const Encryption encryption = encryption_of(config.encryption, Encryption::when_offered);
  const std::string password = config.user ? secret_of(secrets, "password") : "anonymous@";
  auto server = server_of(server_fields(config), encryption == Encryption::from_the_start ? implicit_port : usual_port,
                          config.user.value_or("anonymous"), password);
  server.encryption = encryption;
  return files_reader(platform::client::ftp_files(tools.client.rules(), std::move(server)),
                      {config.host, config.path, config.file_name.value_or(""),
                       most_bytes(config.max_megabytes, megabytes_when_absent)});
}

}  // namespace

constinit const SourceKindRules ftp_kind{
    SourceKind::ftp, &checked,
    [](std::string_view name, std::string_view value) { return check_secret_line(name, value, secrets_known); },
    &check_whole, &reader};

}  // namespace suppliers
