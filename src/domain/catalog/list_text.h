#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/uuid.h"
#include "platform/db/statement.h"

namespace catalog::store {

/// Values as the text of one parameter: a JSON array on SQLite (read by json_each), an array literal on PostgreSQL.
std::string list_text(platform::db::Engine engine, std::span<const base::Uuid> ids);
/// The same for words that hold nothing but letters, digits and blanks.
std::string list_text(platform::db::Engine engine, std::span<const std::string> plain_words);

}  // namespace catalog::store
