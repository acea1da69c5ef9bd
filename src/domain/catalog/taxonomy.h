#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"
#include "base/uuid.h"
#include "platform/db/connection.h"

namespace catalog {

/// Ids of brands and categories by name, created when new; remembers what it has looked up, within a bound.
class Taxonomy {
 public:
  explicit Taxonomy(platform::db::Connection& connection) : connection_(connection) {}

  /// Spelling variants ("BOSCH", "Bosch ") are one brand, shown as first written.
  base::Result<std::optional<base::Uuid>> brand(const std::optional<std::string>& name);
  /// A path "A > B > C" makes its parents too.
  base::Result<std::optional<base::Uuid>> category(const std::optional<std::string>& path);
  /// Ids created in a transaction that was rolled back are void.
  void forget();

 private:
  using Ids = std::unordered_map<std::string, base::Uuid>;
  platform::db::Connection& connection_;
  Ids brands_, categories_;
};

}  // namespace catalog
