#pragma once

#include <string>

#include "domain/imports/sniff/sniff.h"

namespace imports::sniffing {

/// The unit of a weight column and why.
struct WeightUnit {
  std::string unit;
  std::string reason;
};

/// From the title, else from the values, else by their size: weights with decimals are kilograms as a rule.
WeightUnit weight_unit_of(const ColumnProfile& profile);

}  // namespace imports::sniffing
