#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "base/uuid.h"

namespace platform::db {

/// Rows of COPY's binary format (PostgreSQL manual, COPY, "Binary Format"). The server takes them without parsing a
/// single number, id or time, which is a quarter of what a load in text costs it.
class PostgresCells {
 public:
  static bool can_write(Oid type);

  void begin();
  void begin_row(std::size_t columns);
  /// False when the text is not what a column of this type holds.
  bool text(Oid type, std::string_view value);
  bool integer(Oid type, std::int64_t value);
  bool uuid(Oid type, const base::Uuid& value);
  void null();
  void end();

  const std::string& bytes() const { return bytes_; }
  void clear() { bytes_.clear(); }

 private:
  template <class Number>
  void put(Number value);
  template <class Number>
  void number(Number value);
  bool time(std::string_view value);

  std::string bytes_;
  std::string last_time_;  // loads repeat one time over and over
  std::int64_t last_time_value_ = 0;
};

}  // namespace platform::db
