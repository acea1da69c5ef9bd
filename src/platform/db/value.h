#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/timestamp.h"
#include "base/uuid.h"

namespace platform::db {

/// A parameter or a cell. Uuid and Timestamp travel as text; the engines know their column types.
using Value = std::variant<std::monostate, std::int64_t, double, std::string>;

inline Value to_value(std::nullopt_t) {
  return std::monostate{};
}
inline Value to_value(std::int64_t v) {
  return v;
}
inline Value to_value(std::uint64_t v) {
  return static_cast<std::int64_t>(v);
}
inline Value to_value(int v) {
  return static_cast<std::int64_t>(v);
}
inline Value to_value(unsigned v) {
  return static_cast<std::int64_t>(v);
}
inline Value to_value(bool v) {
  return static_cast<std::int64_t>(v);
}
inline Value to_value(double v) {
  return v;
}
inline Value to_value(std::string v) {
  return v;
}
inline Value to_value(std::string_view v) {
  return std::string(v);
}
inline Value to_value(const char* v) {
  return std::string(v);
}
inline Value to_value(const base::Uuid& v) {
  return v.to_string();
}
inline Value to_value(const base::Timestamp& v) {
  return v.to_string();
}
template <class T>
Value to_value(const std::optional<T>& v) {
  return v ? to_value(*v) : Value{std::monostate{}};
}

/// One row of an answer. Columns by position, 0-based, in the order of the SELECT list.
class Row {
 public:
  explicit Row(std::vector<Value> cells);
  Row(const Row& other);
  Row(Row&& other) noexcept;
  Row& operator=(const Row& other);
  Row& operator=(Row&& other) noexcept;
  ~Row();
  std::size_t size() const { return cells_.size(); }
  bool is_null(std::size_t i) const { return std::holds_alternative<std::monostate>(cells_.at(i)); }
  /// The cell as an integer (text is parsed; true/t is 1); 0 for null.
  std::int64_t integer(std::size_t i) const;
  /// The cell as text; "" for null.
  std::string text(std::size_t i) const;
  std::optional<std::string> optional_text(std::size_t i) const;
  std::optional<std::int64_t> optional_integer(std::size_t i) const;
  double real(std::size_t i) const;
  /// Throws std::runtime_error when the cell is no UUID or time: the schema says it is one.
  base::Uuid uuid(std::size_t i) const;
  std::optional<base::Uuid> optional_uuid(std::size_t i) const;
  base::Timestamp timestamp(std::size_t i) const;
  std::optional<base::Timestamp> optional_timestamp(std::size_t i) const;

 private:
  std::vector<Value> cells_;
};

}  // namespace platform::db
