#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "domain/media/decoder.h"
#include "domain/media/media.h"
#include "platform/client/http_client.h"

namespace media {

/// How a try to fetch an image ended, for metrics and logs.
struct FetchEnd {
  std::string host{}, outcome{};  ///< stored, unchanged, waiting, failed, gone, lost
  std::optional<int> http_status{};
  std::uint64_t bytes = 0;
  std::chrono::milliseconds duration{};
};

/// Waits between the tries of an image: five in about a day.
inline constexpr std::array<std::chrono::minutes, 4> waits_between_tries{
    std::chrono::minutes(5), std::chrono::minutes(30), std::chrono::minutes(180), std::chrono::minutes(1200)};

/// Fetches one image: asks for it, reads it, keeps it. Thread-safe.
class ImageFetcher {
 public:
  ImageFetcher(MediaService& media, const platform::client::HttpClient& client, const Decoder& decoder,
               platform::client::HttpTimeouts timeouts = {})
      : media_(media), client_(client), decoder_(decoder), timeouts_(timeouts) {}

  /// What is wrong with the image itself is kept with it and is no failure. Fails when the fault is on our side: the
  /// storage, the database; or, with request_stopped, when `should_stop` said so. The image waits then.
  base::Result<FetchEnd> fetch(const Image& claimed, const std::function<bool()>& should_stop);

 private:
  base::Result<FetchEnd> keep(const Image& claimed, const platform::client::HttpResponse& answer);
  base::Result<FetchEnd> write(const Image& claimed, Settlement settlement);
  base::Result<FetchEnd> give_back(const Image& claimed, base::Problem problem);

  MediaService& media_;
  const platform::client::HttpClient& client_;
  const Decoder& decoder_;
  platform::client::HttpTimeouts timeouts_;
};

inline constexpr base::ProblemKind image_gone{"media.gone", "Picture is gone", 404, base::LogLevel::info};
inline constexpr base::ProblemKind image_refused{"media.refused", "Server refused the picture", 502,
                                                 base::LogLevel::info};
inline constexpr base::ProblemKind image_server_busy{"media.server_busy", "Server could not give the picture", 502,
                                                     base::LogLevel::info};
inline constexpr base::ProblemKind image_worker_lost{"media.worker_lost", "Picture was given up", 500,
                                                     base::LogLevel::error};

}  // namespace media
