#include "domain/imports/sniff/weight_unit.h"

#include <algorithm>

#include "domain/imports/sniff/number_evidence.h"
#include "domain/imports/sniff/vocabulary.h"

namespace imports::sniffing {

WeightUnit weight_unit_of(const ColumnProfile& profile) {
  // Title or path, the words of a unit are found alike.
  const std::string titled = hints_of(profile.name, Naming::title).unit;
  if (!titled.empty()) return {titled, "the title says so"};
  double largest = 0;
  for (const std::string& sample : profile.samples) {
    const auto shape = read_shape(sample);
    if (!shape) continue;
    if (!shape->unit.empty()) return {shape->unit, "the values say so"};
    largest = std::max(largest, shape->magnitude);
  }
  constexpr double lightest_in_grams = 100;
  if (profile.type == ColumnType::integer && largest >= lightest_in_grams)
    return {"g", "whole numbers of this size are grams"};
  return {"kg", "no unit is stated and the values are small or have decimals"};
}

}  // namespace imports::sniffing
