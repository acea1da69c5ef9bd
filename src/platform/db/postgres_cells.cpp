#include "platform/db/postgres_cells.h"

#include <limits>
#include <type_traits>

#include "base/timestamp.h"
#include "platform/db/value_text.h"

namespace platform::db {

namespace {

// The types our tables use; their numbers are fixed (PostgreSQL, catalog/pg_type.dat).
enum Type : Oid { bigint_type = 20, integer_type = 23, text_type = 25, timestamptz_type = 1184, uuid_type = 2950 };

/// 2000-01-01, from which PostgreSQL counts, in microseconds since 1970.
constexpr std::int64_t postgres_epoch = 946'684'800'000'000;

}  // namespace

template <class Number>
void PostgresCells::put(Number value) {
  const auto bits = static_cast<std::make_unsigned_t<Number>>(value);
  for (std::size_t i = sizeof bits; i-- > 0;) bytes_ += static_cast<char>(bits >> (8 * i) & 0xFFU);
}

template <class Number>
void PostgresCells::number(Number value) {
  put(static_cast<std::int32_t>(sizeof value));
  put(value);
}

bool PostgresCells::can_write(Oid type) {
  return type == bigint_type || type == integer_type || type == text_type || type == timestamptz_type ||
         type == uuid_type;
}

void PostgresCells::begin() {
  using namespace std::string_view_literals;
  bytes_ += "PGCOPY\n\377\r\n\0"sv;
  put(std::int32_t{0});  // flags
  put(std::int32_t{0});  // length of the extension
}

void PostgresCells::begin_row(std::size_t columns) {
  put(static_cast<std::int16_t>(columns));
}

void PostgresCells::null() {
  put(std::int32_t{-1});
}

void PostgresCells::end() {
  put(std::int16_t{-1});
}

bool PostgresCells::text(Oid type, std::string_view value) {
  if (type == text_type) {
    put(static_cast<std::int32_t>(value.size()));
    bytes_ += value;
    return true;
  }
  if (type == uuid_type) {
    const auto id = base::Uuid::parse(value);
    return id && uuid(type, *id);
  }
  if (type == timestamptz_type) return time(value);
  const auto number = parse_number<std::int64_t>(value);
  return number && integer(type, *number);
}

bool PostgresCells::time(std::string_view value) {
  if (value.empty() || value != last_time_) {
    const auto parsed = base::Timestamp::parse(value);
    if (!parsed) return false;
    last_time_ = value;
    last_time_value_ = parsed->microseconds() - postgres_epoch;
  }
  number(last_time_value_);
  return true;
}

bool PostgresCells::integer(Oid type, std::int64_t value) {
  if (type == bigint_type) {
    number(value);
    return true;
  }
  if (type == text_type) return text(type, std::to_string(value));
  using Limits = std::numeric_limits<std::int32_t>;
  if (type != integer_type || value < Limits::min() || value > Limits::max()) return false;
  number(static_cast<std::int32_t>(value));
  return true;
}

bool PostgresCells::uuid(Oid type, const base::Uuid& value) {
  if (type != uuid_type) return text(type, value.to_string());
  put(static_cast<std::int32_t>(value.bytes().size()));
  for (const std::uint8_t byte : value.bytes()) bytes_ += static_cast<char>(byte);
  return true;
}

}  // namespace platform::db
