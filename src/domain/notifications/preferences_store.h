#pragma once

#include <map>
#include <string>
#include <string_view>

#include "domain/notifications/notifications.h"
#include "platform/db/connection.h"

namespace notifications::store {

/// The user's preferences, what was never changed as it usually is.
base::Result<Preferences> preferences(platform::db::Connection& connection, base::Uuid user_id);
base::Result<> write_settings(platform::db::Connection& connection, base::Uuid user_id, const Preferences& wanted);
base::Result<> write_channels(platform::db::Connection& connection, base::Uuid user_id, std::string_view kind,
                              const Channels& channels);

}  // namespace notifications::store
