// Images: named by products, and read.
#include "domain/media/media_store.h"

#include "domain/media/file_rows.h"

namespace media::store {
namespace {

using platform::db::Row;
using platform::db::Statement;

constexpr Statement name_one{
    "media.images.name",
    "INSERT INTO media_images (id, url, url_hash, host, state, problem_code, problem_message, problem_cure, tries, "
    "next_try_at, fence, seen_at, created_at, checked_at) "
    "VALUES (:p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, 0, :p9, 0, :p9, :p9, :p10) "
    "ON CONFLICT (url_hash) DO UPDATE SET seen_at = excluded.seen_at RETURNING id"};
constexpr Statement look_again{
    "media.images.look_again",
    "UPDATE media_images SET state = 'waiting', tries = 0, next_try_at = :p2 WHERE id = :p1 AND host <> '' AND "
    "((state = 'stored' AND checked_at < :p3) OR (state IN ('failed', 'gone') AND checked_at < :p4))"};
constexpr Statement ensure_one_host{
    "media.hosts.ensure", "INSERT INTO media_hosts (host, next_at) VALUES (:p1, :p2) ON CONFLICT (host) DO NOTHING"};
constexpr Statement ids_of_product{
    "media.links.image_ids", "SELECT image_id FROM media_product_images WHERE product_id = :p1 ORDER BY position"};
constexpr Statement see_linked{
    "media.links.see",
    "UPDATE media_images SET seen_at = :p2 WHERE id IN (SELECT image_id FROM media_product_images "
    "WHERE product_id = :p1)"};
constexpr Statement unlink_product{"media.links.remove", "DELETE FROM media_product_images WHERE product_id = :p1"};
constexpr Statement link_one{
    "media.links.insert", "INSERT INTO media_product_images (product_id, position, image_id) VALUES (:p1, :p2, :p3)"};
constexpr Statement linked_products{
    "media.links.products",
    "SELECT DISTINCT product_id FROM media_product_images WHERE product_id > :p1 ORDER BY product_id LIMIT :p2"};

constexpr Statement of_product{
    "media.images.of_product",
    "SELECT i.id, i.url, i.host, i.state, i.http_status, i.problem_code, i.problem_message, i.problem_cure, i.tries, "
    "i.next_try_at, i.fence, i.etag, i.last_modified, i.file_digest, i.checked_at, i.stored_at, i.created_at "
    "FROM media_product_images l JOIN media_images i ON i.id = l.image_id WHERE l.product_id = :p1 ORDER BY "
    "l.position"};
constexpr Statement page{
    "media.images.page",
    "SELECT i.id, i.url, i.host, i.state, i.http_status, i.problem_code, i.problem_message, i.problem_cure, i.tries, "
    "i.next_try_at, i.fence, i.etag, i.last_modified, i.file_digest, i.checked_at, i.stored_at, i.created_at "
    "FROM media_images i WHERE i.id > :p1 AND (CAST(:p2 AS TEXT) = '' OR i.state = :p2) AND "
    "(CAST(:p3 AS TEXT) = '' OR i.host = :p3) AND (CAST(:p4 AS TEXT) = '' OR i.problem_code = :p4) "
    "ORDER BY i.id LIMIT :p5"};
constexpr Statement one{
    "media.images.find",
    "SELECT i.id, i.url, i.host, i.state, i.http_status, i.problem_code, i.problem_message, i.problem_cure, i.tries, "
    "i.next_try_at, i.fence, i.etag, i.last_modified, i.file_digest, i.checked_at, i.stored_at, i.created_at "
    "FROM media_images i WHERE i.id = :p1"};
constexpr Statement attempts{
    "media.attempts.of_image",
    "SELECT at, outcome, http_status, bytes, duration_ms, problem_code, problem_message FROM media_attempts "
    "WHERE image_id = :p1 ORDER BY id DESC LIMIT 50"};
constexpr Statement products{
    "media.links.of_image",
    "SELECT DISTINCT product_id FROM media_product_images WHERE image_id = :p1 ORDER BY product_id LIMIT 100"};
constexpr Statement counts{"media.images.count",
                           "SELECT host, state, count(*) FROM media_images GROUP BY host, state ORDER BY host"};
constexpr Statement file_counts{"media.files.count", "SELECT count(*), coalesce(sum(bytes), 0) FROM media_files"};

Image image_of(const Row& row) {
  Image image;
  image.id = row.uuid(0);
  image.url = row.text(1);
  image.host = row.text(2);
  image.state = parse_image_state(row.text(3)).value();
  if (const auto status = row.optional_integer(4)) image.http_status = static_cast<int>(*status);
  image.problem_code = row.text(5);
  image.problem_message = row.text(6);
  image.problem_cure = row.text(7);
  image.tries = static_cast<int>(row.integer(8));
  image.next_try_at = row.timestamp(9);
  image.fence = row.integer(10);
  image.etag = row.text(11);
  image.last_modified = row.text(12);
  image.checked_at = row.optional_timestamp(14);
  image.stored_at = row.optional_timestamp(15);
  image.created_at = row.timestamp(16);
  return image;
}

base::Result<std::vector<Image>> with_files(Connection& connection, const std::vector<Row>& rows) {
  std::vector<std::string> digests;
  for (const Row& row : rows)
    if (auto digest = row.optional_text(13)) digests.push_back(*std::move(digest));
  ASSIGN_OR_RETURN(const auto files, files_of(connection, digests));
  std::vector<Image> images;
  images.reserve(rows.size());
  for (const Row& row : rows) {
    Image& image = images.emplace_back(image_of(row));
    if (const auto found = files.find(row.text(13)); found != files.end()) image.file = found->second;
  }
  return images;
}

std::vector<base::Uuid> ids_of(const std::vector<Row>& rows) {
  std::vector<base::Uuid> ids;
  for (const Row& row : rows) ids.push_back(row.uuid(0));
  return ids;
}

}  // namespace

base::Result<base::Uuid> name_image(Connection& connection, const NewImage& image, base::Timestamp now,
                                    base::Timestamp stored_before, base::Timestamp failed_before) {
  const auto& problem = image.problem;
  using Text = std::optional<std::string>;
  ASSIGN_OR_RETURN(
      const auto row,
      connection.query_one(name_one, base::Uuid::generate(), image.url, image.url_hash, image.host,
                           to_string(problem ? ImageState::failed : ImageState::waiting),
                           problem ? Text(problem->code()) : Text(), problem ? Text(problem->message) : Text(),
                           problem ? Text(problem->cure) : Text(), now, problem ? std::optional(now) : std::nullopt));
  const base::Uuid id = row.value().uuid(0);
  RETURN_IF_FAILED(connection.execute(look_again, id, now, stored_before, failed_before));
  return id;
}

base::Result<> ensure_host(Connection& connection, std::string_view host, base::Timestamp now) {
  RETURN_IF_FAILED(connection.execute(ensure_one_host, host, now));
  return {};
}

base::Result<std::vector<base::Uuid>> image_ids_of(Connection& connection, base::Uuid product_id) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(ids_of_product, product_id));
  return ids_of(rows);
}

base::Result<> write_links(Connection& connection, base::Uuid product_id, const std::vector<base::Uuid>& images,
                           base::Timestamp now) {
  RETURN_IF_FAILED(connection.execute(see_linked, product_id, now));
  RETURN_IF_FAILED(connection.execute(unlink_product, product_id));
  for (std::size_t position = 0; position < images.size(); ++position)
    RETURN_IF_FAILED(connection.execute(link_one, product_id, std::uint64_t{position}, images[position]));
  return {};
}

base::Result<std::vector<base::Uuid>> products_after(Connection& connection, base::Uuid after, std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(linked_products, after, limit));
  return ids_of(rows);
}

base::Result<std::vector<Image>> images_of(Connection& connection, base::Uuid product_id) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(of_product, product_id));
  return with_files(connection, rows);
}

base::Result<std::vector<Image>> page_of(Connection& connection, const ImageFilter& filter, base::Uuid after,
                                         std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto rows,
                   connection.query(page, after, filter.state ? to_string(*filter.state) : std::string_view{},
                                    filter.host, filter.problem, limit + 1));
  return with_files(connection, rows);
}

base::Result<std::optional<Image>> find_image(Connection& connection, base::Uuid id) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(one, id));
  ASSIGN_OR_RETURN(auto images, with_files(connection, rows));
  if (images.empty()) return std::optional<Image>{};
  return std::optional(std::move(images.front()));
}

base::Result<std::vector<Attempt>> attempts_of(Connection& connection, base::Uuid image_id) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(attempts, image_id));
  std::vector<Attempt> all;
  for (const Row& row : rows) {
    Attempt& attempt = all.emplace_back();
    attempt.at = row.timestamp(0);
    attempt.outcome = row.text(1);
    if (const auto status = row.optional_integer(2)) attempt.http_status = static_cast<int>(*status);
    attempt.bytes = static_cast<std::uint64_t>(row.integer(3));
    attempt.duration_ms = row.integer(4);
    attempt.problem_code = row.text(5);
    attempt.problem_message = row.text(6);
  }
  return all;
}

base::Result<std::vector<base::Uuid>> products_of(Connection& connection, base::Uuid image_id) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(products, image_id));
  return ids_of(rows);
}

base::Result<MediaSummary> summary(Connection& connection) {
  MediaSummary summary;
  ASSIGN_OR_RETURN(const auto rows, connection.query(counts));
  for (const Row& row : rows) {
    const ImageState state = parse_image_state(row.text(1)).value();
    const auto number = static_cast<std::uint64_t>(row.integer(2));
    summary.images[state] += number;
    summary.hosts[row.text(0)][state] = number;
  }
  ASSIGN_OR_RETURN(const auto files, connection.query_one(file_counts));
  summary.files = static_cast<std::uint64_t>(files.value().integer(0));
  summary.bytes = static_cast<std::uint64_t>(files.value().integer(1));
  return summary;
}

}  // namespace media::store
