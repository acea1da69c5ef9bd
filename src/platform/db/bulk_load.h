#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "base/uuid.h"

namespace platform::db {

/// Fills one table row by row at the engine's full speed. Obtained from Connection::bulk_load. Cells are given in
/// column order; end_row() after each row. Nothing is visible before finish(); destroying an unfinished load abandons
/// it and leaves the transaction to be rolled back.
class BulkLoad {
 public:
  struct Impl;
  explicit BulkLoad(std::unique_ptr<Impl> impl);
  BulkLoad(BulkLoad&&) noexcept;
  BulkLoad& operator=(BulkLoad&&) noexcept;
  ~BulkLoad();

  /// A text, or the written form of what the column holds: a number, a UUID, a time.
  void text(std::string_view value);
  void uuid(const base::Uuid& value);
  void integer(std::int64_t value);
  void null();
  void optional(const std::optional<std::string_view>& value) { value ? text(*value) : null(); }
  /// Ends the row. A failure is remembered and given by finish().
  void end_row();
  /// Sends what is buffered; gives the number of rows loaded. Fails with the db_* problems (db_conflict for a
  /// duplicate).
  base::Result<std::int64_t> finish();

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace platform::db
