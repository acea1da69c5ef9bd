#include <algorithm>
#include <array>

#include "base/text.h"
#include "domain/media/image_url.h"
#include "domain/media/media.h"
#include "domain/media/media_store.h"
#include "platform/crypto/digest.h"
#include "platform/db/transaction.h"

namespace media {
namespace {

constexpr std::array<std::string_view, 5> state_names{"waiting", "fetching", "stored", "failed", "gone"};

constexpr std::size_t most_images_of_product = 50;

base::Timestamp before(base::Timestamp now, std::chrono::microseconds by) {
  return now + -by;
}

/// An address that cannot be read is an image all the same: people are to see it.
store::NewImage image_from(const std::string& url) {
  const auto parsed = parse_image_url(url);
  store::NewImage image;
  image.url = parsed ? parsed->text : std::string(base::utf8_prefix(base::is_valid_utf8(url) ? url : "?", 500));
  if (parsed) image.host = parsed->host;
  if (!parsed) image.problem = parsed.error();
  image.url_hash = platform::crypto::sha256_hex(image.url);
  return image;
}

tl::unexpected<base::Problem> unknown(base::Uuid id) {
  return base::failure(image_unknown, "There is no image with the id " + id.to_string() + ".",
                       "Use an id as a list shows it.");
}

}  // namespace

std::string_view to_string(ImageState state) {
  return state_names.at(static_cast<std::size_t>(state));
}

std::optional<ImageState> parse_image_state(std::string_view name) {
  const auto* const found = std::ranges::find(state_names, name);
  if (found == state_names.end()) return std::nullopt;
  return static_cast<ImageState>(found - state_names.begin());
}

base::Result<> MediaService::announce(const std::vector<ProductImages>& products, base::Timestamp now) {
  // In one order for all: two announcements at once then wait for one another instead of locking one another out.
  std::map<std::string, store::NewImage> images;
  std::map<std::string, base::Timestamp> hosts;
  std::vector<std::pair<base::Uuid, std::vector<std::string>>> links;
  for (const ProductImages& product : products) {
    auto& hashes = links.emplace_back(product.product_id, std::vector<std::string>{}).second;
    for (const std::string& url : product.urls) {
      store::NewImage image = image_from(url);
      if (std::ranges::find(hashes, image.url_hash) != hashes.end()) continue;
      if (hashes.size() == most_images_of_product) break;
      hashes.push_back(image.url_hash);
      if (!image.host.empty()) hosts.emplace(image.host, now);
      images.emplace(image.url_hash, std::move(image));
    }
  }
  std::ranges::sort(links);
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(*connection));
  for (const auto& [host, since] : hosts) RETURN_IF_FAILED(store::ensure_host(*connection, host, since));
  std::map<std::string, base::Uuid> ids;
  for (const auto& [hash, image] : images) {
    ASSIGN_OR_RETURN(ids[hash], store::name_image(*connection, image, now, before(now, options_.stored_checked_after),
                                                  before(now, options_.failed_checked_after)));
  }
  for (const auto& [product, hashes] : links) {
    std::vector<base::Uuid> wanted;
    for (const std::string& hash : hashes) wanted.push_back(ids.at(hash));
    ASSIGN_OR_RETURN(const auto shown, store::image_ids_of(*connection, product));
    if (shown != wanted) RETURN_IF_FAILED(store::write_links(*connection, product, wanted, now));
  }
  return transaction.commit();
}

base::Result<std::vector<Image>> MediaService::images_of(base::Uuid product_id) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  return store::images_of(*connection, product_id);
}

base::Result<ImagePage> MediaService::list(const ImageFilter& filter, const std::optional<base::Uuid>& after,
                                           std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ImagePage page;
  ASSIGN_OR_RETURN(page.images, store::page_of(*connection, filter, after.value_or(base::Uuid{}), limit));
  if (page.images.size() > limit) {
    page.images.resize(limit);
    page.next = page.images.back().id;
  }
  return page;
}

base::Result<ImageDetail> MediaService::find(base::Uuid id) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto image, store::find_image(*connection, id));
  if (!image) return unknown(id);
  ImageDetail detail{*std::move(image), {}, {}};
  ASSIGN_OR_RETURN(detail.attempts, store::attempts_of(*connection, id));
  ASSIGN_OR_RETURN(detail.products, store::products_of(*connection, id));
  return detail;
}

base::Result<MediaSummary> MediaService::summary() {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  return store::summary(*connection);
}

base::Result<Image> MediaService::retry(base::Uuid id, base::Timestamp now) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  RETURN_IF_FAILED(store::retry_one(*connection, id, now));
  ASSIGN_OR_RETURN(auto image, store::find_image(*connection, id));
  if (!image) return unknown(id);
  return *std::move(image);
}

base::Result<std::uint64_t> MediaService::retry_all(const ImageFilter& filter, base::Timestamp now) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  return store::retry_all(*connection, filter, now);
}

base::Result<StoredFile> MediaService::file(std::string_view digest) {
  const bool is_digest = digest.size() == 64 && std::ranges::all_of(digest, [](char c) {
                           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                         });
  if (is_digest) {
    ASSIGN_OR_RETURN(const auto connection, database_.acquire());
    ASSIGN_OR_RETURN(auto found, store::find_file(*connection, digest));
    if (found) return *std::move(found);
  }
  return base::failure(image_file_unknown, "There is no picture at this address any more.",
                       "Ask for the product's images again and use the addresses they have now.");
}

base::Result<std::optional<Image>> MediaService::claim(base::Timestamp now) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(*connection));
  ASSIGN_OR_RETURN(const auto host, store::hold_host(*connection, now, options_.host_limit));
  if (!host) return std::optional<Image>{};
  ASSIGN_OR_RETURN(const auto id, store::take_image(*connection, *host, now, now + options_.lease));
  if (!id) return std::optional<Image>{};
  RETURN_IF_FAILED(store::rest_host(*connection, *host, now + options_.host_pause));
  ASSIGN_OR_RETURN(auto image, store::find_image(*connection, *id));
  RETURN_IF_FAILED(transaction.commit());
  return image;
}

base::Result<bool> MediaService::has_work(base::Timestamp now) {
  constexpr std::chrono::seconds soon{5};
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  return store::has_work(*connection, now, now + soon);
}

base::Result<bool> MediaService::settle(const Image& claimed, const Settlement& settlement) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(*connection));
  ASSIGN_OR_RETURN(const bool is_ours, store::settle(*connection, claimed, settlement, {}));
  RETURN_IF_FAILED(transaction.commit());
  return is_ours;
}

base::Result<std::optional<bool>> MediaService::settle_known(const Image& claimed, const Settlement& settlement,
                                                             std::string_view digest) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(*connection));
  ASSIGN_OR_RETURN(const bool is_kept, store::touch_file(*connection, digest, settlement.attempt.at));
  if (!is_kept) return std::optional<bool>{};
  ASSIGN_OR_RETURN(const bool is_ours, store::settle(*connection, claimed, settlement, digest));
  RETURN_IF_FAILED(transaction.commit());
  return std::optional(is_ours);
}

base::Result<bool> MediaService::settle_new(const Image& claimed, const Settlement& settlement, std::string_view digest,
                                            std::string_view bytes, const ReadImage& read) {
  StoredFile file{std::string(digest), {}, read.type, read.width, read.height, bytes.size(), {}};
  ASSIGN_OR_RETURN(file.key, store_.put(bytes, to_string(read.type)));
  for (const Thumbnail& one : read.thumbnails) {
    ASSIGN_OR_RETURN(std::string key, store_.put(one.bytes, to_string(ImageType::webp)));
    file.thumbnails.push_back({one.size, one.width, one.height, std::move(key), one.bytes.size()});
  }
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(*connection));
  RETURN_IF_FAILED(store::put_file(*connection, file, settlement.attempt.at));
  ASSIGN_OR_RETURN(const bool is_ours, store::settle(*connection, claimed, settlement, digest));
  RETURN_IF_FAILED(transaction.commit());
  return is_ours;
}

}  // namespace media
