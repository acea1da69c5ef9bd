#pragma once

#include <string_view>
#include <vector>

namespace platform::db {

/// A file of migrations/, as it was when the program was built.
struct EmbeddedFile {
  std::string_view path;  ///< "catalog/0001_products.up.sql"
  std::string_view text;
};
const std::vector<EmbeddedFile>& embedded_migrations();

}  // namespace platform::db
