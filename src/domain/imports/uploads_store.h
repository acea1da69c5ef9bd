#pragma once

#include <optional>
#include <vector>

#include "domain/imports/uploads.h"
#include "platform/db/connection.h"

namespace imports::store {

base::Result<> insert_upload(platform::db::Connection& connection, const Upload& upload);
/// Without the offset, which the file itself knows.
base::Result<std::optional<Upload>> find_upload(platform::db::Connection& connection, base::Uuid id);
base::Result<> mark_complete(platform::db::Connection& connection, base::Uuid id);
base::Result<> delete_upload(platform::db::Connection& connection, base::Uuid id);
base::Result<std::vector<base::Uuid>> expired_uploads(platform::db::Connection& connection, base::Timestamp now);

}  // namespace imports::store
