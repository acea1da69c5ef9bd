#pragma once

#include <string_view>

#include "base/uuid.h"
#include "platform/http/codec.h"

namespace suppliers {

/// The job that follows when a supplier has got another priority: what products show is chosen anew.
inline constexpr std::string_view priority_change_queue = "maintenance";
inline constexpr std::string_view priority_change_kind = "supplier_priority_changed";

/// Its payload.
struct PriorityChange {
  base::Uuid supplier_id;
};
BOOST_DESCRIBE_STRUCT(PriorityChange, (), (supplier_id))

}  // namespace suppliers
