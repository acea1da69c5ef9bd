#pragma once

#include <string_view>
#include <vector>

#include "platform/db/embedded_migrations.h"
#include "platform/db/migrations.h"

namespace platform::db {

/// The steps of `database` on `engine` found in `files`, oldest first. Throws std::logic_error when the files do not
/// make sense (a step without its way back, a version used twice): the program was built wrong.
std::vector<Migration> migrations_from(const std::vector<EmbeddedFile>& files, std::string_view database,
                                       Engine engine);

/// What the checksum of a step is: SHA-256 of its up and down texts, lower-case hex.
std::string migration_checksum(std::string_view up, std::string_view down);

}  // namespace platform::db
