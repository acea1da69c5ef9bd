#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"
#include "platform/db/database.h"
#include "platform/http/message.h"

namespace identity {

/// Who does something, and from where, for the audit trail.
struct Actor {
  std::optional<base::Uuid> user_id;  ///< nobody: the program itself, or a caller without a login
  std::string name = "system";
  bool by_api_key = false;
  std::string address{};
  std::string request_id{};
  std::string language{};  ///< the first his browser asks for, "fr"; "" when it does not say
};

/// The caller of a request; "anonymous" when nobody is signed in.
Actor actor_of(const platform::http::Request& request);

/// One change. `before` and `after` are JSON objects holding what differs; "" for none.
struct AuditEvent {
  std::string action;   ///< "user.updated"
  std::string subject;  ///< "user:0190..."
  std::string before{};
  std::string after{};
};

struct AuditEntry {
  base::Uuid id;
  base::Timestamp at;
  Actor actor;
  AuditEvent event;
};

/// What to list; members that are not set do not restrict.
struct AuditFilter {
  std::optional<base::Uuid> actor_id{};
  std::string action{};                    ///< its beginning: "user." finds user.created, user.deleted...
  std::string subject{};                   ///< exactly
  std::optional<base::Timestamp> from{};   ///< at or after
  std::optional<base::Timestamp> until{};  ///< before
};

/// Entries of a list and where the next page starts; no cursor on the last page.
template <class T>
struct Page {
  std::vector<T> items;
  std::optional<base::Uuid> next;
};

/// Which part of a list is wanted.
struct PageRequest {
  std::optional<base::Uuid> after;  ///< the cursor of the page before
  std::size_t limit = 50;
};

/// Who changed what, from where. Thread-safe.
class AuditTrail {
 public:
  explicit AuditTrail(platform::db::Database& main) : database_(main) {}

  /// For changes kept in another database; a change of the main database records itself in its own transaction.
  base::Result<> record(const Actor& actor, const AuditEvent& event);
  static base::Result<> record(platform::db::Connection& connection, const Actor& actor, const AuditEvent& event);
  /// Newest first.
  base::Result<Page<AuditEntry>> list(const AuditFilter& filter, const PageRequest& page);
  /// Removes what was recorded before `cutoff`; gives how many entries that were.
  base::Result<std::uint64_t> remove_older_than(base::Timestamp cutoff);

 private:
  platform::db::Database& database_;
};

}  // namespace identity
