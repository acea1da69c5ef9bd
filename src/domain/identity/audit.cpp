#include "domain/identity/audit.h"

#include "base/text.h"
#include "domain/identity/account_rules.h"
#include "domain/identity/audit_store.h"
#include "domain/identity/page.h"

namespace identity {
namespace {

/// "fr" of "fr-FR,fr;q=0.9,en;q=0.8".
std::string first_language(std::string_view accepted) {
  return base::to_lower_ascii(base::trim(accepted.substr(0, accepted.find_first_of("-,;"))));
}

}  // namespace

Actor actor_of(const platform::http::Request& request) {
  Actor actor;
  actor.name = "anonymous";
  actor.address = request.remote_address;
  actor.request_id = request.request_id;
  actor.language = first_language(request.header("accept-language"));
  if (request.caller) {
    actor.user_id = request.caller->user_id;
    actor.name = request.caller->name;
    actor.by_api_key = request.caller->by_api_key;
  }
  return actor;
}

base::Result<> AuditTrail::record(const Actor& actor, const AuditEvent& event) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  return record(*connection, actor, event);
}

base::Result<> AuditTrail::record(platform::db::Connection& connection, const Actor& actor, const AuditEvent& event) {
  return store::insert_audit(connection, {base::Uuid::generate(), base::Timestamp::now(), actor, event});
}

base::Result<Page<AuditEntry>> AuditTrail::list(const AuditFilter& filter, const PageRequest& page) {
  if (!is_storable(filter.action) || !is_storable(filter.subject)) return Page<AuditEntry>{};
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto entries, store::list_audit(*connection, filter, page));
  return page_of(std::move(entries), page.limit);
}

base::Result<std::uint64_t> AuditTrail::remove_older_than(base::Timestamp cutoff) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  std::uint64_t removed = 0;
  for (;;) {
    ASSIGN_OR_RETURN(const std::uint64_t some, store::delete_some_audit(*connection, cutoff));
    if (some == 0) return removed;
    removed += some;
  }
}

}  // namespace identity
