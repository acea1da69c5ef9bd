#pragma once

#include <vector>

#include "domain/identity/audit.h"
#include "platform/db/connection.h"

namespace identity::store {

base::Result<> insert_audit(platform::db::Connection& connection, const AuditEntry& entry);
/// Newest first, one more than the page's limit when there is a next page.
base::Result<std::vector<AuditEntry>> list_audit(platform::db::Connection& connection, const AuditFilter& filter,
                                                 const PageRequest& page);
/// Deletes some of the oldest entries, those before `cutoff`; gives how many, 0 when none is left.
base::Result<std::uint64_t> delete_some_audit(platform::db::Connection& connection, base::Timestamp cutoff);

}  // namespace identity::store
