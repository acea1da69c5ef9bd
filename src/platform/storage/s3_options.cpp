#include "platform/storage/s3_options.h"

#include "base/text.h"

namespace platform::storage {
namespace {

constexpr std::string_view amazon = ".amazonaws.com";

/// "eu-west-3" of "s3.eu-west-3.amazonaws.com"; other services do not care which it is.
std::string region_of(std::string_view endpoint) {
  constexpr std::string_view usual = "us-east-1";
  const std::string_view host = endpoint.substr(0, endpoint.find(':'));
  if (!host.ends_with(amazon) || !host.starts_with("s3.")) return std::string(usual);
  const std::string_view middle = host.substr(2, host.size() - 2 - amazon.size());  // ".eu-west-3" or ""
  return std::string(middle.size() > 1 ? middle.substr(1) : usual);
}

base::Result<> check(const S3Options& options) {
  if (options.endpoint.find_first_of("/@?# ") != std::string::npos) {
    return base::failure(s3_settings_invalid, "MINIO_ENDPOINT is \"" + options.endpoint + "\".",
                         "Give host and port alone, such as minio:9000; MINIO_SECURE=true stands for https.",
                         {.field = "MINIO_ENDPOINT"});
  }
  if (options.credentials.access_key.empty() || options.credentials.secret_key.empty()) {
    return base::failure(s3_settings_invalid, "MINIO_ENDPOINT is set, but the key to that service is not.",
                         "Set MINIO_ACCESS_KEY and MINIO_SECRET_KEY.", {.field = "MINIO_ACCESS_KEY"});
  }
  const std::size_t after_scheme = options.public_url.find("//");
  if (after_scheme != std::string::npos && options.public_url.find('/', after_scheme + 2) != std::string::npos) {
    return base::failure(s3_settings_invalid, "MINIO_PUBLIC_URL is \"" + options.public_url + "\", with a path.",
                         "Give scheme and host alone, such as https://files.example.com: signed links hold for a host.",
                         {.field = "MINIO_PUBLIC_URL"});
  }
  return {};
}

}  // namespace

base::Result<std::optional<S3Options>> S3Options::from(const config::Settings& settings) {
  S3Options options;
  options.endpoint = settings.value("MINIO_ENDPOINT");
  if (options.endpoint.empty()) return std::optional<S3Options>{};
  options.is_secure = settings.value("MINIO_SECURE") == "true";
  options.credentials = {settings.value("MINIO_ACCESS_KEY"), settings.value("MINIO_SECRET_KEY"),
                         region_of(options.endpoint)};
  options.buckets_in_host = options.endpoint.substr(0, options.endpoint.find(':')).ends_with(amazon);
  options.public_url = settings.value("MINIO_PUBLIC_URL");
  while (options.public_url.ends_with('/')) options.public_url.pop_back();
  for (auto& [name, bucket] : options.buckets)
    bucket = settings.value("MINIO_" + base::to_upper_ascii(name) + "_BUCKET");
  options.cache_folder = settings.data_dir / "storage-cache";
  RETURN_IF_FAILED(check(options));
  return std::optional(std::move(options));
}

}  // namespace platform::storage
