#include "platform/db/bulk_load.h"

#include <utility>

#include "platform/db/bulk_load_impl.h"
#include "platform/db/sql_text.h"

namespace platform::db {

BulkLoad::BulkLoad(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
BulkLoad::BulkLoad(BulkLoad&&) noexcept = default;
BulkLoad& BulkLoad::operator=(BulkLoad&&) noexcept = default;
BulkLoad::~BulkLoad() = default;

void BulkLoad::text(std::string_view value) {
  impl_->count_cell();
  impl_->text(value);
}

void BulkLoad::uuid(const base::Uuid& value) {
  impl_->count_cell();
  impl_->uuid(value);
}

void BulkLoad::integer(std::int64_t value) {
  impl_->count_cell();
  impl_->integer(value);
}

void BulkLoad::null() {
  impl_->count_cell();
  impl_->null();
}

void BulkLoad::end_row() {
  impl_->check_row();
  impl_->end_row();
}

base::Result<std::int64_t> BulkLoad::finish() {
  return impl_->finish();
}

std::string column_list(const std::vector<std::string_view>& columns) {
  std::string list = "(";
  for (const auto column : columns) {
    if (list.size() > 1) list += ", ";
    list += quoted_name(column);
  }
  return list += ')';
}

}  // namespace platform::db
