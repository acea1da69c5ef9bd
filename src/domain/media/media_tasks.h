#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/media/decoder.h"
#include "domain/media/image_fetch.h"
#include "domain/media/media.h"
#include "platform/client/http_client.h"
#include "platform/queue/job_queue.h"
#include "platform/queue/worker.h"

namespace media {

inline constexpr std::string_view media_queue = "media";
inline constexpr std::string_view announce_kind = "media_announce";
inline constexpr std::string_view fetch_kind = "media_fetch";

/// The catalogue, as pictures need it.
struct ProductSource {
  /// How far one has come in what an import changed.
  struct Place {
    std::uint64_t row = 0;
    base::Uuid offer;
  };
  struct Page {
    std::vector<ProductImages> products;
    std::optional<Place> next;  ///< nothing after the last one
  };
  /// Products an import changed, after a place, with the images they show now; `limit` changes a page.
  std::function<base::Result<Page>(base::Uuid import_id, const Place& after, std::uint64_t limit)> changed_by;
  /// Which of these products there are no more.
  std::function<base::Result<std::vector<base::Uuid>>(const std::vector<base::Uuid>&)> missing;
};

struct MediaTaskOptions {
  unsigned lanes = 4;  ///< images fetched at once, in all processes together
  std::uint64_t products_a_step = 1'000;
  platform::client::HttpTimeouts timeouts{};          ///< of one image; all in all shorter than a lease
  std::function<void(const FetchEnd&)> on_fetched{};  ///< for metrics
};

/// Pictures in the background: taken up from imports, fetched, kept in order. Thread-safe.
class MediaTasks {
 public:
  MediaTasks(MediaService& media, const platform::client::HttpClient& client, const Decoder& decoder,
             platform::queue::JobQueue& queue, ProductSource products, MediaTaskOptions options = {})
      : media_(media),
        fetcher_(media, client, decoder, options.timeouts),
        queue_(queue),
        products_(std::move(products)),
        options_(std::move(options)) {}

  /// Queues a job that takes up the images of what an import changed; once, however often it is called.
  base::Result<> announce(base::Uuid import_id);
  /// Makes these the images of the products at once, and has new ones fetched.
  base::Result<> take_up(const std::vector<ProductImages>& products);
  /// Queues the fetching of what is due, unless it is under way. To be called now and then, too: images wait for their
  /// next try, and a process may have been killed.
  base::Result<> wake();
  /// Before the worker starts. The worker's queue media needs room for more jobs than there are lanes.
  void handle_jobs(platform::queue::Worker& worker);
  /// Images of deleted products, of addresses no longer shown, and files nobody needs.
  base::Result<> tidy(base::Timestamp now = base::Timestamp::now());

  // The jobs.
  base::Result<std::string> run_announcement(platform::queue::JobContext& context);
  base::Result<std::string> run_fetching(platform::queue::JobContext& context);

 private:
  MediaService& media_;
  ImageFetcher fetcher_;
  platform::queue::JobQueue& queue_;
  ProductSource products_;
  MediaTaskOptions options_;
};

}  // namespace media
