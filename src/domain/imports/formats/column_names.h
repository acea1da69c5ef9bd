#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace imports {

/// The columns of a file in order, made unique: a repeated name gets " (2)", an empty one is "column_N".
class ColumnNames {
 public:
  /// Adds a column by the name the file has for it (trimmed here); gives the unique name.
  const std::string& add(std::string_view name);
  /// Adds "column_N" until there are `count`.
  void widen_to(std::size_t count);

  std::size_t size() const { return names_.size(); }
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::size_t> uses_;  // name -> how many columns wanted it
};

}  // namespace imports
