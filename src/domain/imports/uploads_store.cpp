#include "domain/imports/uploads_store.h"

namespace imports::store {
namespace {

using platform::db::Connection;
using platform::db::Row;
using platform::db::Statement;

constexpr Statement insert_one{"imports.uploads.insert",
                               "INSERT INTO uploads (id, file_name, size, sha256, status, created_by, created_at, "
                               "expires_at) VALUES (:p1, :p2, :p3, :p4, 'open', :p5, :p6, :p7)"};
constexpr Statement find_one{"imports.uploads.find",
                             "SELECT id, file_name, size, sha256, status, created_by, created_at, expires_at "
                             "FROM uploads WHERE id = :p1"};
constexpr Statement complete_one{"imports.uploads.complete", "UPDATE uploads SET status = 'complete' WHERE id = :p1"};
constexpr Statement delete_one{"imports.uploads.delete", "DELETE FROM uploads WHERE id = :p1"};
constexpr Statement find_expired{"imports.uploads.expired", "SELECT id FROM uploads WHERE expires_at <= :p1"};

}  // namespace

base::Result<> insert_upload(Connection& connection, const Upload& upload) {
  RETURN_IF_FAILED(connection.execute(insert_one, upload.id, upload.file_name, upload.size, upload.sha256, upload.owner,
                                      upload.created_at, upload.expires_at));
  return {};
}

base::Result<std::optional<Upload>> find_upload(Connection& connection, base::Uuid id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(find_one, id));
  if (!row) return std::optional<Upload>{};
  Upload upload;
  upload.id = row->uuid(0);
  upload.file_name = row->text(1);
  if (const auto size = row->optional_integer(2)) upload.size = static_cast<std::uint64_t>(*size);
  upload.sha256 = row->text(3);
  upload.is_complete = row->text(4) == "complete";
  upload.owner = row->text(5);
  upload.created_at = row->timestamp(6);
  upload.expires_at = row->timestamp(7);
  return std::optional(std::move(upload));
}

base::Result<> mark_complete(Connection& connection, base::Uuid id) {
  RETURN_IF_FAILED(connection.execute(complete_one, id));
  return {};
}

base::Result<> delete_upload(Connection& connection, base::Uuid id) {
  RETURN_IF_FAILED(connection.execute(delete_one, id));
  return {};
}

base::Result<std::vector<base::Uuid>> expired_uploads(Connection& connection, base::Timestamp now) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(find_expired, now));
  std::vector<base::Uuid> ids;
  for (const Row& row : rows) ids.push_back(row.uuid(0));
  return ids;
}

}  // namespace imports::store
