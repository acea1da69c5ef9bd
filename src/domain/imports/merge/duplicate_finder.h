#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "domain/imports/formats/record_reader.h"
#include "domain/imports/mapping/mapping.h"

namespace imports {

/// Why a row does not speak for its supplier reference.
struct DuplicateVerdict {
  std::uint64_t row = 0;
  std::uint64_t speaker = 0;  ///< the row that does
  bool identical = false;     ///< both rows say exactly the same
};

/// A number that rows with the very same cells share.
std::uint64_t content_hash(const Record& record);

/// Finds the rows of a file that share a supplier reference with another, in bounded memory whatever the file's size.
/// References are compared by 128-bit hash. Use: add every row once, finish, then ask for the rows again in file order.
class DuplicateFinder {
 public:
  explicit DuplicateFinder(DuplicatePolicy policy);
  ~DuplicateFinder();
  DuplicateFinder(DuplicateFinder&&) noexcept;
  DuplicateFinder& operator=(DuplicateFinder&&) noexcept;

  /// `sku` must not be empty: rows without a reference are nobody's duplicate. `content` is the row's content_hash().
  base::Result<> add(std::string_view sku, std::uint64_t row, std::uint64_t content);
  /// Decides which row of each reference speaks: the first, or the last under DuplicatePolicy::last.
  base::Result<> finish();
  /// The verdict on a row, nothing when it speaks for itself. Rows must be asked for in ascending order.
  base::Result<std::optional<DuplicateVerdict>> verdict(std::uint64_t row);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace imports
