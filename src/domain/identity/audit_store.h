#pragma once

#include <vector>

#include "domain/identity/audit.h"
#include "platform/db/connection.h"

namespace identity::store {

base::Result<> insert_audit(platform::db::Connection& connection, const AuditEntry& entry);
/// Newest first, one more than the page's limit when there is a next page.
base::Result<std::vector<AuditEntry>> list_audit(platform::db::Connection& connection, const AuditFilter& filter,
                                                 const PageRequest& page);

}  // namespace identity::store
