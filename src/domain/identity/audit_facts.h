#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/identity/api_keys.h"
#include "domain/identity/audit.h"
#include "domain/identity/users.h"

namespace identity {

/// What is worth keeping of something that changes: names and JSON values. Never a secret.
using Facts = std::vector<std::pair<std::string_view, std::string>>;

Facts facts_of(const User& user);
Facts facts_of(const ApiKey& key);

/// An event whose `before` and `after` hold what differs. Empty `before`: created; empty `after`: removed.
AuditEvent difference(std::string action, std::string subject, const Facts& before, const Facts& after);

std::string user_subject(const base::Uuid& id);
std::string session_subject(const base::Uuid& id);
std::string api_key_subject(const base::Uuid& id);

}  // namespace identity
