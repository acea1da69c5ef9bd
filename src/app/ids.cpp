#include "app/ids.h"

namespace app {

base::Result<base::Uuid> parse_id(std::string_view text) {
  const auto id = base::Uuid::parse(text);
  if (id) return *id;
  return base::failure(
      id_invalid, "\"" + std::string(text) + "\" is not an id.",
      "It has 36 characters, like 0192f3c1-7c2e-7d41-9f00-3a5b6c7d8e9f; `suppliers-import imports list` shows them.");
}

}  // namespace app
