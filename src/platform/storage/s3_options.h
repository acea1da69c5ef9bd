#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "base/result.h"
#include "platform/config/settings.h"
#include "platform/storage/sigv4.h"

namespace platform::storage {

/// Which S3 service, and how patiently it is asked.
struct S3Options {
  std::string endpoint;  ///< "minio:9000"
  bool is_secure = false;
  S3Credentials credentials{};
  bool buckets_in_host = false;  ///< virtual-host style: "imports.s3.eu-west-3.amazonaws.com"
  std::string public_url{};      ///< under which browsers reach the service; "" where they reach the endpoint
  std::string authority_file{};  ///< certificates to trust in place of the system's
  /// First part of our keys -> the bucket's name on the service.
  std::map<std::string, std::string, std::less<>> buckets{{"catalog", "catalog"},
                                                          {"imports", "imports"},
                                                          {"media", "media"},
                                                          {"code2asin", "code2asin"},
                                                          {"analytics", "analytics"}};
  std::filesystem::path cache_folder;         ///< of local copies
  std::uint64_t cache_bytes = 10ULL << 30U;   ///< above it the copies longest unused go
  std::chrono::minutes copies_kept_for{360};  ///< since their last use, whatever the bound
  std::chrono::milliseconds connect_timeout{5'000};
  std::chrono::seconds stalled_after{60};     ///< a connection on which nothing moves for so long is given up
  unsigned attempts = 4;                      ///< of a request that may be made again
  std::chrono::milliseconds first_wait{150};  ///< before the second attempt; doubled for each further one
  unsigned page_size = 1000;                  ///< objects of one answer to a listing
  std::uint64_t part_size = 8ULL << 20U;      ///< of files sent in parts; also what one transfer holds in memory

  /// Nothing when MINIO_ENDPOINT is empty. Fails with s3_settings_invalid.
  static base::Result<std::optional<S3Options>> from(const config::Settings& settings);
};

inline constexpr base::ProblemKind s3_settings_invalid{"config.s3", "Settings of the S3 service are not valid", 500,
                                                       base::LogLevel::error};

}  // namespace platform::storage
