#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "domain/imports/formats/column_names.h"

namespace imports {

/// What joins several values of one column.
inline constexpr std::string_view value_separator = " | ";

/// Collects the values of one record of a tree document (JSON, XML) by column name; columns appear as records bring
/// them.
class FieldGatherer {
 public:
  /// Forgets the values of the last record; the columns stay.
  void begin();
  /// Gives a column its value, in place of an earlier one. An empty value still makes the column known.
  void set(std::string_view column, std::string_view value);
  /// Adds a value behind those the column has; an empty one only makes the column known.
  void append(std::string_view column, std::string_view value);
  /// The values in the order of the columns, valid until begin(). Fails with too_many_columns.
  base::Result<void> finish(std::vector<std::string_view>& fields) const;

  const std::vector<std::string>& columns() const { return names_.names(); }

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  /// The value of a column, emptied of what the last record left there; null beyond the limit of columns.
  std::string* value_of(std::string_view column);
  std::size_t index_of(std::string_view column);

  ColumnNames names_;
  std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>> indexes_;
  std::vector<const std::string*> keys_;  // by index, the keys of indexes_
  std::vector<std::string> values_;
  std::vector<std::size_t> touched_;
  std::size_t expected_ = 0;  // records are alike: the column that followed the last one last time
  bool overflowed_ = false;
};

inline constexpr base::ProblemKind too_many_columns{"import.too_many_columns", "Too many columns", 422,
                                                    base::LogLevel::warning};

}  // namespace imports
