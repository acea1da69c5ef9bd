#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/problem.h"
#include "domain/imports/formats/dialect.h"

namespace imports {

/// What problems call the file at `path`.
inline std::string shown_name(const std::filesystem::path& path, std::string_view name = {}) {
  return name.empty() ? path.filename().string() : std::string(name);
}
inline std::string shown_name(const std::filesystem::path& path, const Dialect& dialect) {
  return shown_name(path, dialect.shown_name);
}

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
