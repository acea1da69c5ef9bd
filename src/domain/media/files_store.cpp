// Files: what is kept of pictures, and how what nobody needs any more goes.
#include "domain/media/file_rows.h"

#include "base/text.h"
#include "domain/media/media_store.h"

namespace media::store {
namespace {

using platform::db::Engine;
using platform::db::Row;
using platform::db::Statement;

constexpr Statement find_some{
    "media.files.find",
    "SELECT f.digest, f.key, f.type, f.width, f.height, f.bytes, t.size, t.key, t.width, t.height, t.bytes "
    "FROM media_files f JOIN media_thumbnails t ON t.digest = f.digest "
    "WHERE f.is_leaving = 0 AND f.digest IN (SELECT value FROM json_each(:p1)) ORDER BY f.digest, t.size",
    "SELECT f.digest, f.key, f.type, f.width, f.height, f.bytes, t.size, t.key, t.width, t.height, t.bytes "
    "FROM media_files f JOIN media_thumbnails t ON t.digest = f.digest "
    "WHERE f.is_leaving = 0 AND f.digest = ANY(CAST(:p1 AS text[])) ORDER BY f.digest, t.size"};
constexpr Statement touch_one{"media.files.touch",
                              "UPDATE media_files SET seen_at = :p2 WHERE digest = :p1 AND is_leaving = 0"};
constexpr Statement put_one{
    "media.files.put",
    "INSERT INTO media_files (digest, key, type, width, height, bytes, is_leaving, seen_at, created_at) "
    "VALUES (:p1, :p2, :p3, :p4, :p5, :p6, 0, :p7, :p7) "
    "ON CONFLICT (digest) DO UPDATE SET key = excluded.key, is_leaving = 0, seen_at = excluded.seen_at"};
constexpr Statement put_thumbnail{
    "media.thumbnails.put",
    "INSERT INTO media_thumbnails (digest, size, key, width, height, bytes) VALUES (:p1, :p2, :p3, :p4, :p5, :p6) "
    "ON CONFLICT (digest, size) DO UPDATE SET key = excluded.key, width = excluded.width, height = excluded.height, "
    "bytes = excluded.bytes"};
constexpr Statement see_files_of_unused{
    "media.files.see_of_unused",
    "UPDATE media_files SET seen_at = :p2 WHERE digest IN (SELECT i.file_digest FROM media_images i "
    "WHERE i.seen_at < :p1 AND i.state <> 'fetching' AND "
    "NOT EXISTS (SELECT 1 FROM media_product_images l WHERE l.image_id = i.id))"};
constexpr Statement remove_unused{
    "media.images.remove_unused",
    "DELETE FROM media_images WHERE seen_at < :p1 AND state <> 'fetching' AND "
    "NOT EXISTS (SELECT 1 FROM media_product_images l WHERE l.image_id = media_images.id)"};
constexpr Statement remove_old_attempts{"media.attempts.remove_old", "DELETE FROM media_attempts WHERE at < :p1"};
constexpr Statement find_unused{
    "media.files.unused",
    "SELECT digest FROM media_files f WHERE f.is_leaving = 1 OR (f.seen_at < :p1 AND "
    "NOT EXISTS (SELECT 1 FROM media_images i WHERE i.file_digest = f.digest)) ORDER BY digest LIMIT 500"};
constexpr Statement leave_one{
    "media.files.leave",
    "UPDATE media_files SET is_leaving = 1 WHERE digest = :p1 AND (is_leaving = 1 OR (seen_at < :p2 AND "
    "NOT EXISTS (SELECT 1 FROM media_images i WHERE i.file_digest = media_files.digest)))"};
constexpr Statement find_keys{"media.files.keys",
                              "SELECT key FROM media_files WHERE digest = :p1 "
                              "UNION SELECT key FROM media_thumbnails WHERE digest = :p1"};
constexpr Statement count_sharing{"media.files.count_sharing",
                                  "SELECT (SELECT count(*) FROM media_files WHERE key = :p1 AND digest <> :p2) + "
                                  "(SELECT count(*) FROM media_thumbnails WHERE key = :p1 AND digest <> :p2)"};
constexpr Statement remove_one{"media.files.remove", "DELETE FROM media_files WHERE digest = :p1 AND is_leaving = 1"};

/// As each engine takes a list of texts; a digest needs no escaping.
std::string list_text(Engine engine, const std::vector<std::string>& digests) {
  if (engine == Engine::postgres) return "{" + base::join(digests, ",") + "}";
  return digests.empty() ? "[]" : "[\"" + base::join(digests, "\",\"") + "\"]";
}

unsigned number(const Row& row, std::size_t at) {
  return static_cast<unsigned>(row.integer(at));
}

std::vector<std::string> texts_of(const std::vector<Row>& rows) {
  std::vector<std::string> texts;
  for (const Row& row : rows) texts.push_back(row.text(0));
  return texts;
}

StoredFile file_of(const Row& row) {
  StoredFile file;
  file.digest = row.text(0);
  file.key = row.text(1);
  file.type = parse_image_type(row.text(2)).value();
  file.width = number(row, 3);
  file.height = number(row, 4);
  file.bytes = static_cast<std::uint64_t>(row.integer(5));
  return file;
}

}  // namespace

base::Result<std::map<std::string, StoredFile, std::less<>>> files_of(Connection& connection,
                                                                      const std::vector<std::string>& digests) {
  std::map<std::string, StoredFile, std::less<>> files;
  if (digests.empty()) return files;
  ASSIGN_OR_RETURN(const auto rows, connection.query(find_some, list_text(connection.engine(), digests)));
  for (const Row& row : rows) {
    StoredFile& file = files.try_emplace(row.text(0), file_of(row)).first->second;
    file.thumbnails.push_back(
        {number(row, 6), number(row, 8), number(row, 9), row.text(7), static_cast<std::uint64_t>(row.integer(10))});
  }
  return files;
}

base::Result<std::optional<StoredFile>> find_file(Connection& connection, std::string_view digest) {
  ASSIGN_OR_RETURN(auto files, files_of(connection, {std::string(digest)}));
  if (files.empty()) return std::optional<StoredFile>{};
  return std::optional(std::move(files.begin()->second));
}

base::Result<bool> touch_file(Connection& connection, std::string_view digest, base::Timestamp now) {
  ASSIGN_OR_RETURN(const std::int64_t touched, connection.execute(touch_one, digest, now));
  return touched > 0;
}

base::Result<> put_file(Connection& connection, const StoredFile& file, base::Timestamp now) {
  RETURN_IF_FAILED(connection.execute(put_one, file.digest, file.key, to_string(file.type), file.width, file.height,
                                      file.bytes, now));
  for (const StoredThumbnail& thumbnail : file.thumbnails)
    RETURN_IF_FAILED(connection.execute(put_thumbnail, file.digest, thumbnail.size, thumbnail.key, thumbnail.width,
                                        thumbnail.height, thumbnail.bytes));
  return {};
}

base::Result<std::uint64_t> remove_unused_images(Connection& connection, base::Timestamp seen_before,
                                                 base::Timestamp now) {
  RETURN_IF_FAILED(connection.execute(see_files_of_unused, seen_before, now));
  ASSIGN_OR_RETURN(const std::int64_t removed, connection.execute(remove_unused, seen_before));
  return static_cast<std::uint64_t>(removed);
}

base::Result<> remove_attempts(Connection& connection, base::Timestamp before) {
  RETURN_IF_FAILED(connection.execute(remove_old_attempts, before));
  return {};
}

base::Result<std::vector<std::string>> unused_files(Connection& connection, base::Timestamp seen_before) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(find_unused, seen_before));
  return texts_of(rows);
}

base::Result<bool> begin_removal(Connection& connection, std::string_view digest, base::Timestamp seen_before) {
  ASSIGN_OR_RETURN(const std::int64_t left, connection.execute(leave_one, digest, seen_before));
  return left > 0;
}

base::Result<std::vector<std::string>> keys_of(Connection& connection, std::string_view digest) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(find_keys, digest));
  return texts_of(rows);
}

base::Result<bool> is_key_shared(Connection& connection, std::string_view key, std::string_view digest) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(count_sharing, key, digest));
  return row.value().integer(0) > 0;
}

base::Result<> finish_removal(Connection& connection, std::string_view digest) {
  RETURN_IF_FAILED(connection.execute(remove_one, digest));
  return {};
}

}  // namespace media::store
