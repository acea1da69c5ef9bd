#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"
#include "domain/media/image_store.h"
#include "domain/media/image_type.h"
#include "platform/db/database.h"

namespace media {

/// waiting: to be fetched at next_try_at. failed: given up; it can be retried. gone: the server says there is none.
enum class ImageState : std::uint8_t { waiting, fetching, stored, failed, gone };
std::string_view to_string(ImageState state);
std::optional<ImageState> parse_image_state(std::string_view name);

struct StoredThumbnail {
  unsigned size = 0, width = 0, height = 0;
  std::string key{};
  std::uint64_t bytes = 0;
};

/// A picture that is kept.
struct StoredFile {
  std::string digest{};  ///< SHA-256 of the picture as it came
  std::string key{};
  ImageType type = ImageType::jpeg;
  unsigned width = 0, height = 0;
  std::uint64_t bytes = 0;
  std::vector<StoredThumbnail> thumbnails{};
};

/// An address that products show a picture from, and what became of it.
struct Image {
  base::Uuid id{};
  std::string url{}, host{};
  ImageState state = ImageState::waiting;
  std::optional<int> http_status{};
  std::string problem_code{}, problem_message{}, problem_cure{};
  int tries = 0;
  base::Timestamp next_try_at{};
  std::int64_t fence = 0;
  std::string etag{}, last_modified{};
  std::optional<StoredFile> file{};
  std::optional<base::Timestamp> checked_at{}, stored_at{};
  base::Timestamp created_at{};
};

/// One try to fetch an image.
struct Attempt {
  base::Timestamp at{};
  std::string outcome{};  ///< stored, unchanged, waiting, failed, gone
  std::optional<int> http_status{};
  std::uint64_t bytes = 0;
  std::int64_t duration_ms = 0;
  std::string problem_code{}, problem_message{};
};

struct ImageDetail {
  Image image{};
  std::vector<Attempt> attempts{};     ///< the latest first
  std::vector<base::Uuid> products{};  ///< some of those that show it
};

struct ImageFilter {
  std::optional<ImageState> state{};
  std::string host{}, problem{};  ///< "" all
};

struct ImagePage {
  std::vector<Image> images{};  ///< in the order they were first named
  std::optional<base::Uuid> next{};
};

/// The images a product shows, in its order.
struct ProductImages {
  base::Uuid product_id{};
  std::vector<std::string> urls{};
};

using StateCounts = std::map<ImageState, std::uint64_t>;
struct MediaSummary {
  StateCounts images{};
  std::map<std::string, StateCounts> hosts{};
  std::uint64_t files = 0, bytes = 0;  ///< of pictures as they came
};

struct MediaOptions {
  std::chrono::hours stored_checked_after{7 * 24};  ///< named again later than this, a stored image is looked at anew
  std::chrono::hours failed_checked_after{24};
  std::chrono::hours unused_kept{7 * 24};  ///< of images no product shows, and files no image has
  std::chrono::hours attempts_kept{90 * 24};
  std::chrono::milliseconds lease{180'000};   ///< longer than any fetch takes
  std::chrono::milliseconds host_pause{250};  ///< between two requests to one host
  unsigned host_limit = 2;                    ///< requests to one host at once
};

/// What of an image changes with a try.
struct Settlement {
  ImageState state = ImageState::waiting;
  Attempt attempt{};
  std::string problem_cure{};
  base::Timestamp next_try_at{};
  bool counts = true;  ///< false: the try is forgotten, since it failed for reasons of our own
  std::string etag{}, last_modified{};
  std::optional<std::chrono::seconds> host_rests{};  ///< as the server asked for
};

/// The pictures of products. Thread-safe.
class MediaService {
 public:
  MediaService(platform::db::Database& media, ImageStore& store, MediaOptions options = {})
      : database_(media), store_(store), options_(options) {}

  /// Makes these the images of the products; new ones wait to be fetched. Announcing again changes nothing.
  base::Result<> announce(const std::vector<ProductImages>& products, base::Timestamp now = base::Timestamp::now());

  base::Result<std::vector<Image>> images_of(base::Uuid product_id);
  base::Result<ImagePage> list(const ImageFilter& filter, const std::optional<base::Uuid>& after, std::uint64_t limit);
  /// Fails with image_unknown.
  base::Result<ImageDetail> find(base::Uuid id);
  base::Result<MediaSummary> summary();
  /// To be fetched at once, with all its tries; one that is being fetched stays as it is. Fails with image_unknown.
  base::Result<Image> retry(base::Uuid id, base::Timestamp now = base::Timestamp::now());
  /// All failed and gone ones of the filter; gives how many.
  base::Result<std::uint64_t> retry_all(const ImageFilter& filter, base::Timestamp now = base::Timestamp::now());
  /// Fails with image_file_unknown.
  base::Result<StoredFile> file(std::string_view digest);
  base::Result<std::string> bytes_of(std::string_view key) { return store_.read(key); }

  // For those who fetch.
  /// The next image that is due, of the host that has rested longest; nobody else gets it until its lease ends.
  base::Result<std::optional<Image>> claim(base::Timestamp now = base::Timestamp::now());
  /// True when there is or soon will be something to claim.
  base::Result<bool> has_work(base::Timestamp now = base::Timestamp::now());
  /// False when the image has gone to another worker meanwhile: nothing was written.
  base::Result<bool> settle(const Image& claimed, const Settlement& settlement);
  /// Gives the image a file that is kept already; nothing when there is none of this digest.
  base::Result<std::optional<bool>> settle_known(const Image& claimed, const Settlement& settlement,
                                                 std::string_view digest);
  /// Keeps the picture and gives it to the image.
  base::Result<bool> settle_new(const Image& claimed, const Settlement& settlement, std::string_view digest,
                                std::string_view bytes, const ReadImage& read);

  // Housekeeping.
  /// Ids of products that have images, in order.
  base::Result<std::vector<base::Uuid>> products_after(const std::optional<base::Uuid>& after, std::uint64_t limit);
  base::Result<> forget_products(const std::vector<base::Uuid>& gone, base::Timestamp now = base::Timestamp::now());
  /// Removes images that no product has shown for long, files that no image has, and old tries.
  base::Result<> tidy(base::Timestamp now = base::Timestamp::now());

 private:
  base::Result<> remove_file(const std::string& digest, base::Timestamp cutoff);

  platform::db::Database& database_;
  ImageStore& store_;
  MediaOptions options_;
};

inline constexpr base::ProblemKind image_unknown{"media.image_unknown", "No such image", 404, base::LogLevel::info};
inline constexpr base::ProblemKind image_file_unknown{"media.file_unknown", "No such picture", 404,
                                                      base::LogLevel::info};

}  // namespace media
