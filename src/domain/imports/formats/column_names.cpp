#include "domain/imports/formats/column_names.h"

#include "base/text.h"

namespace imports {

const std::string& ColumnNames::add(std::string_view name) {
  std::string wanted(base::trim(name));
  if (wanted.empty()) wanted = "column_" + std::to_string(names_.size() + 1);
  std::string unique = wanted;
  // A made-up name such as "Price (2)" may itself stand in the header, so try until one is free.
  for (std::size_t copy = uses_[wanted]; copy > 0 && uses_.contains(unique); ++copy) {
    unique = wanted + " (" + std::to_string(copy + 1) + ")";
    uses_[wanted] = copy + 1;
  }
  if (unique == wanted) uses_[wanted] = 1;
  uses_.try_emplace(unique, 1);
  return names_.emplace_back(std::move(unique));
}

void ColumnNames::widen_to(std::size_t count) {
  while (names_.size() < count) add("");
}

}  // namespace imports
