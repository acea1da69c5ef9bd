#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "platform/db/bulk_load.h"

namespace platform::db {

/// What each engine does behind BulkLoad. Private to this room.
struct BulkLoad::Impl {
  explicit Impl(std::size_t columns) : columns_(columns) {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  virtual ~Impl() = default;

  virtual void text(std::string_view value) = 0;
  virtual void uuid(const base::Uuid& value) = 0;
  virtual void integer(std::int64_t value) = 0;
  virtual void null() = 0;
  virtual void end_row() = 0;
  virtual base::Result<std::int64_t> finish() = 0;

  void count_cell() { ++cells_; }
  void check_row() {
    if (cells_ != columns_) {
      throw std::logic_error("a bulk load of " + std::to_string(columns_) + " columns was given a row of " +
                             std::to_string(cells_));
    }
    cells_ = 0;
  }

 private:
  std::size_t columns_;
  std::size_t cells_ = 0;
};

/// "INSERT INTO"-ready list of columns: ("sku", "name").
std::string column_list(const std::vector<std::string_view>& columns);

}  // namespace platform::db
