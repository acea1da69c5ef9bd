// Files in S3 buckets of suppliers.
#include <algorithm>
#include <array>

#include "domain/suppliers/s3_files.h"
#include "domain/suppliers/source_fields.h"
#include "domain/suppliers/source_files.h"
#include "domain/suppliers/source_request.h"

namespace suppliers {
namespace {

struct S3Config {
  std::string endpoint, bucket;
  std::optional<std::string> region, access_key;
  std::string path;
  std::optional<std::string> file_name;
  std::optional<std::uint64_t> max_megabytes;
};
BOOST_DESCRIBE_STRUCT(S3Config, (), (endpoint, bucket, region, access_key, path, file_name, max_megabytes))

constexpr std::array<std::string_view, 7> fields{"endpoint", "bucket",    "region",       "access_key",
                                                 "path",     "file_name", "max_megabytes"};
constexpr std::array<std::string_view, 1> secrets_known{"secret_key"};

/// As S3 has it: 3 to 63 small letters, digits, dots and hyphens.
base::Result<> check_bucket(const std::string& name) {
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
  };
  if (name.size() >= 3 && name.size() <= 63 && std::ranges::all_of(name, is_allowed)) return {};
  return invalid("config.bucket", "\"" + name + "\" is no name of a bucket.",
                 "Give the name alone, such as \"exports\": 3 to 63 small letters, digits, dots and hyphens.");
}

base::Result<std::string> checked(std::string_view text, const SourceBorders& borders) {
  ASSIGN_OR_RETURN(const auto object, object_of(text));
  ASSIGN_OR_RETURN(const auto config, config_as<S3Config>(object, fields));
  RETURN_IF_FAILED(check_url("endpoint", config.endpoint, borders.rules));
  RETURN_IF_FAILED(check_bucket(config.bucket));
  RETURN_IF_FAILED(check_text("region", config.region));
  RETURN_IF_FAILED(check_text("access_key", config.access_key));
  RETURN_IF_FAILED(check_path(config.path));
  RETURN_IF_FAILED(check_text("file_name", config.file_name));
  RETURN_IF_FAILED(check_megabytes(config.max_megabytes));
  return stored_form(object, fields);
}

base::Result<> check_whole(const Source& source) {
  ASSIGN_OR_RETURN(const auto config, platform::http::from_json<S3Config>(source.config));
  if (config.access_key.has_value() == source.sealed.contains("secret_key")) return {};
  return invalid("config.access_key", "Of access_key and secret_key only one is there.",
                 "Give both, or neither for a bucket that anybody may read.");
}

base::Result<std::unique_ptr<SourceReader>> reader(const Source& source, const Secrets& secrets,
                                                   const SourceTools& tools) {
  ASSIGN_OR_RETURN(const auto config, platform::http::from_json<S3Config>(source.config));
  S3Bucket bucket{config.endpoint, config.bucket};
  if (config.region) bucket.region = *config.region;
  if (config.access_key) {
    bucket.access_key = *config.access_key;
    bucket.secret_key = secret_of(secrets, "secret_key");
  }
  return files_reader(s3_files(tools.client, std::move(bucket)),
                      {config.bucket, config.path, config.file_name.value_or(""),
                       most_bytes(config.max_megabytes, megabytes_when_absent)});
}

}  // namespace

constinit const SourceKindRules s3_kind{
    SourceKind::s3, &checked,
    [](std::string_view name, std::string_view value) { return check_secret_line(name, value, secrets_known); },
    &check_whole, &reader};

}  // namespace suppliers
