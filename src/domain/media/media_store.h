#pragma once

#include "domain/media/media.h"
#include "platform/db/connection.h"

namespace media::store {

using platform::db::Connection;

// Announcing.
struct NewImage {
  std::string url{}, url_hash{}, host{};
  std::optional<base::Problem> problem{};  ///< why it will never be fetched
};
/// Makes the image, or finds it and notes that it was named; gives its id. A stored one last looked at before
/// `stored_before` is fetched anew, a failed or gone one before `failed_before`.
base::Result<base::Uuid> name_image(Connection& connection, const NewImage& image, base::Timestamp now,
                                    base::Timestamp stored_before, base::Timestamp failed_before);
base::Result<> ensure_host(Connection& connection, std::string_view host, base::Timestamp now);
base::Result<std::vector<base::Uuid>> image_ids_of(Connection& connection, base::Uuid product_id);
/// Replaces what the product shows; images it no longer shows count as named until now.
base::Result<> write_links(Connection& connection, base::Uuid product_id, const std::vector<base::Uuid>& images,
                           base::Timestamp now);
base::Result<std::vector<base::Uuid>> products_after(Connection& connection, base::Uuid after, std::uint64_t limit);

// Reading.
base::Result<std::vector<Image>> images_of(Connection& connection, base::Uuid product_id);
/// One more than the limit when there is another page.
base::Result<std::vector<Image>> page_of(Connection& connection, const ImageFilter& filter, base::Uuid after,
                                         std::uint64_t limit);
base::Result<std::optional<Image>> find_image(Connection& connection, base::Uuid id);
base::Result<std::vector<Attempt>> attempts_of(Connection& connection, base::Uuid image_id);
base::Result<std::vector<base::Uuid>> products_of(Connection& connection, base::Uuid image_id);
base::Result<MediaSummary> summary(Connection& connection);

// Fetching.
base::Result<> retry_one(Connection& connection, base::Uuid id, base::Timestamp now);
base::Result<std::uint64_t> retry_all(Connection& connection, const ImageFilter& filter, base::Timestamp now);
/// Holds a host that may be asked now, has something due, and fewer than `limit` requests under way.
base::Result<std::optional<std::string>> hold_host(Connection& connection, base::Timestamp now, unsigned limit);
base::Result<std::optional<base::Uuid>> take_image(Connection& connection, std::string_view host, base::Timestamp now,
                                                   base::Timestamp lease_until);
base::Result<> rest_host(Connection& connection, std::string_view host, base::Timestamp until);
base::Result<bool> has_work(Connection& connection, base::Timestamp now, base::Timestamp soon);
/// False when another worker has taken the image up. `digest`: its file from now on; "" leaves it.
base::Result<bool> settle(Connection& connection, const Image& claimed, const Settlement& settlement,
                          std::string_view digest);

// Files.
base::Result<std::optional<StoredFile>> find_file(Connection& connection, std::string_view digest);
/// True when the file is kept; it then stays, since it counts as used now.
base::Result<bool> touch_file(Connection& connection, std::string_view digest, base::Timestamp now);
base::Result<> put_file(Connection& connection, const StoredFile& file, base::Timestamp now);

// Housekeeping.
base::Result<std::uint64_t> remove_unused_images(Connection& connection, base::Timestamp seen_before,
                                                 base::Timestamp now);
base::Result<> remove_attempts(Connection& connection, base::Timestamp before);
base::Result<std::vector<std::string>> unused_files(Connection& connection, base::Timestamp seen_before);
/// False when an image has it after all.
base::Result<bool> begin_removal(Connection& connection, std::string_view digest, base::Timestamp seen_before);
/// Of its picture and thumbnails, also when it is leaving.
base::Result<std::vector<std::string>> keys_of(Connection& connection, std::string_view digest);
/// True when another file has an object of this key.
base::Result<bool> is_key_shared(Connection& connection, std::string_view key, std::string_view digest);
base::Result<> finish_removal(Connection& connection, std::string_view digest);

}  // namespace media::store
