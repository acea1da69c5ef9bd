// Who fetches what, and how it ends.
#include "base/text.h"
#include "domain/media/media_store.h"

namespace media::store {
namespace {

using platform::db::Statement;

constexpr Statement hold_one_host{
    "media.hosts.hold",
    "SELECT h.host FROM media_hosts h WHERE h.next_at <= :p1 AND EXISTS (SELECT 1 FROM media_images i WHERE "
    "i.host = h.host AND i.state IN ('waiting', 'fetching') AND i.next_try_at <= :p1) AND (SELECT count(*) FROM "
    "media_images i WHERE i.host = h.host AND i.state = 'fetching' AND i.next_try_at > :p1) < :p2 "
    "ORDER BY h.next_at, h.host LIMIT 1",
    "SELECT h.host FROM media_hosts h WHERE h.next_at <= :p1 AND EXISTS (SELECT 1 FROM media_images i WHERE "
    "i.host = h.host AND i.state IN ('waiting', 'fetching') AND i.next_try_at <= :p1) AND (SELECT count(*) FROM "
    "media_images i WHERE i.host = h.host AND i.state = 'fetching' AND i.next_try_at > :p1) < :p2 "
    "ORDER BY h.next_at, h.host LIMIT 1 FOR UPDATE OF h SKIP LOCKED"};
constexpr Statement take_one{
    "media.images.take",
    "UPDATE media_images SET state = 'fetching', tries = tries + 1, fence = fence + 1, next_try_at = :p3 WHERE id = "
    "(SELECT id FROM media_images WHERE host = :p1 AND state IN ('waiting', 'fetching') AND next_try_at <= :p2 "
    "ORDER BY next_try_at, id LIMIT 1) RETURNING id"};
constexpr Statement rest_one_host{"media.hosts.rest",
                                  "UPDATE media_hosts SET next_at = :p2 WHERE host = :p1 AND next_at < :p2"};
constexpr Statement look_for_work{
    "media.images.has_work",
    "SELECT EXISTS (SELECT 1 FROM media_hosts h WHERE h.next_at <= :p2 AND EXISTS (SELECT 1 FROM media_images i "
    "WHERE i.host = h.host AND i.state IN ('waiting', 'fetching') AND i.next_try_at <= :p1))"};
constexpr Statement settle_one{
    "media.images.settle",
    "UPDATE media_images SET state = :p3, http_status = :p4, problem_code = :p5, problem_message = :p6, "
    "problem_cure = :p7, tries = :p8, next_try_at = :p9, etag = :p10, last_modified = :p11, checked_at = :p12, "
    "file_digest = CASE WHEN CAST(:p13 AS TEXT) = '' THEN file_digest ELSE :p13 END, "
    "stored_at = CASE WHEN CAST(:p13 AS TEXT) = '' THEN stored_at ELSE :p12 END "
    "WHERE id = :p1 AND fence = :p2 AND state = 'fetching'"};
constexpr Statement note_attempt{
    "media.attempts.insert",
    "INSERT INTO media_attempts (id, image_id, at, outcome, http_status, bytes, duration_ms, problem_code, "
    "problem_message) VALUES (:p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, :p9)"};
constexpr Statement see_old_file{"media.files.see_old", "UPDATE media_files SET seen_at = :p2 WHERE digest = :p1"};
constexpr Statement retry_image{"media.images.retry",
                                "UPDATE media_images SET state = 'waiting', tries = 0, next_try_at = :p2 "
                                "WHERE id = :p1 AND state <> 'fetching' AND host <> ''"};
constexpr Statement retry_images{
    "media.images.retry_all",
    "UPDATE media_images SET state = 'waiting', tries = 0, next_try_at = :p1 WHERE state IN ('failed', 'gone') AND "
    "host <> '' AND (CAST(:p2 AS TEXT) = '' OR state = :p2) AND (CAST(:p3 AS TEXT) = '' OR host = :p3) AND "
    "(CAST(:p4 AS TEXT) = '' OR problem_code = :p4)"};

}  // namespace

base::Result<std::optional<std::string>> hold_host(Connection& connection, base::Timestamp now, unsigned limit) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(hold_one_host, now, limit));
  return row ? std::optional(row->text(0)) : std::nullopt;
}

base::Result<std::optional<base::Uuid>> take_image(Connection& connection, std::string_view host, base::Timestamp now,
                                                   base::Timestamp lease_until) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(take_one, host, now, lease_until));
  return row ? std::optional(row->uuid(0)) : std::nullopt;
}

base::Result<> rest_host(Connection& connection, std::string_view host, base::Timestamp until) {
  RETURN_IF_FAILED(connection.execute(rest_one_host, host, until));
  return {};
}

base::Result<bool> has_work(Connection& connection, base::Timestamp now, base::Timestamp soon) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(look_for_work, now, soon));
  return row.value().integer(0) != 0;
}

base::Result<bool> settle(Connection& connection, const Image& claimed, const Settlement& settlement,
                          std::string_view digest) {
  const Attempt& attempt = settlement.attempt;
  ASSIGN_OR_RETURN(
      const std::int64_t written,
      connection.execute(settle_one, claimed.id, claimed.fence, to_string(settlement.state), attempt.http_status,
                         base::unless_empty(attempt.problem_code), base::unless_empty(attempt.problem_message),
                         base::unless_empty(settlement.problem_cure),
                         settlement.counts ? claimed.tries : claimed.tries - 1, settlement.next_try_at,
                         base::unless_empty(settlement.etag), base::unless_empty(settlement.last_modified), attempt.at,
                         digest));
  if (written == 0) return false;
  RETURN_IF_FAILED(connection.execute(
      note_attempt, base::Uuid::generate(), claimed.id, attempt.at, attempt.outcome, attempt.http_status, attempt.bytes,
      attempt.duration_ms, base::unless_empty(attempt.problem_code), base::unless_empty(attempt.problem_message)));
  if (claimed.file && !digest.empty() && claimed.file->digest != digest)
    RETURN_IF_FAILED(connection.execute(see_old_file, claimed.file->digest, attempt.at));
  if (settlement.host_rests)
    RETURN_IF_FAILED(
        rest_host(connection, claimed.host, attempt.at + std::chrono::microseconds(*settlement.host_rests)));
  return true;
}

base::Result<> retry_one(Connection& connection, base::Uuid id, base::Timestamp now) {
  RETURN_IF_FAILED(connection.execute(retry_image, id, now));
  return {};
}

base::Result<std::uint64_t> retry_all(Connection& connection, const ImageFilter& filter, base::Timestamp now) {
  ASSIGN_OR_RETURN(const std::int64_t retried,
                   connection.execute(retry_images, now, filter.state ? to_string(*filter.state) : std::string_view{},
                                      filter.host, filter.problem));
  return static_cast<std::uint64_t>(retried);
}

}  // namespace media::store
