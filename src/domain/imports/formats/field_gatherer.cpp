#include "domain/imports/formats/field_gatherer.h"

#include "base/text.h"
#include "domain/imports/formats/record_reader.h"

namespace imports {

void FieldGatherer::begin() {
  for (const auto index : touched_) values_[index].clear();
  touched_.clear();
  expected_ = 0;
}

void FieldGatherer::set(std::string_view column, std::string_view value) {
  if (auto* const held = value_of(column)) held->assign(value);
}

void FieldGatherer::append(std::string_view column, std::string_view value) {
  auto* const held = value_of(column);
  if (held == nullptr || value.empty()) return;
  if (!held->empty()) held->append(value_separator);
  held->append(value);
}

base::Result<void> FieldGatherer::finish(std::vector<std::string_view>& fields) const {
  if (overflowed_) {
    return base::failure(
        too_many_columns,
        "The records together have more than " + base::group_thousands(ReadLimits::max_columns) + " different columns.",
        "Check that the right element is taken as the record, or ask the supplier for a simpler file.");
  }
  fields.assign(values_.begin(), values_.end());
  return {};
}

std::string* FieldGatherer::value_of(std::string_view column) {
  const auto index = index_of(column);
  if (index >= values_.size()) return nullptr;
  auto& value = values_[index];
  if (value.empty()) touched_.push_back(index);
  return &value;
}

std::size_t FieldGatherer::index_of(std::string_view column) {
  if (expected_ < keys_.size() && *keys_[expected_] == column) return expected_++;
  if (const auto found = indexes_.find(column); found != indexes_.end()) {
    expected_ = found->second + 1;
    return found->second;
  }
  const auto index = values_.size();
  if (index >= ReadLimits::max_columns) {
    overflowed_ = true;
    return index;
  }
  names_.add(column);
  keys_.push_back(&indexes_.emplace(column, index).first->first);
  values_.emplace_back();
  expected_ = index + 1;
  return index;
}

}  // namespace imports
