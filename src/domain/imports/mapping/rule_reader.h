#pragma once

#include <optional>

#include "base/result.h"
#include "domain/imports/mapping/json_node.h"
#include "domain/imports/mapping/mapping.h"

namespace imports {

/// Reads one field's rule, or a free attribute's when there is no kind. Members without effect on the kind are refused.
base::Result<FieldRule> read_field_rule(const JsonNode& node, std::optional<FieldKind> kind);

}  // namespace imports
