#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "base/problem.h"

namespace imports {

/// A place in a file, as exactly as it is known.
inline base::Place place_in(std::string file, std::optional<std::uint64_t> line = {},
                            std::optional<std::uint64_t> byte = {}) {
  base::Place place;
  place.file = std::move(file);
  place.line = line;
  place.byte = byte;
  return place;
}

}  // namespace imports
