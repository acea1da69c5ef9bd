#pragma once

#include <string_view>

#include "base/uuid.h"
#include "platform/http/codec.h"

namespace imports {

/// The job that follows every finished import, however it was started: what others make of it is theirs to say.
inline constexpr std::string_view follow_up_queue = "maintenance";
inline constexpr std::string_view follow_up_kind = "import_finished";

/// Its payload.
struct FinishedImport {
  base::Uuid import_id;
};
BOOST_DESCRIBE_STRUCT(FinishedImport, (), (import_id))

}  // namespace imports
