#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "domain/catalog/product_choice.h"

namespace catalog {

/// What a person wrote for a field, in its stored form; nothing for an empty text. Brand and category stay names. Fails
/// with product_edit_invalid, naming the field.
base::Result<std::optional<std::string>> stored_value(ShownField field, std::string_view written);

}  // namespace catalog
