#include "platform/db/value.h"

#include <array>
#include <charconv>
#include <stdexcept>

#include "platform/db/value_text.h"

namespace platform::db {

namespace {

[[noreturn]] void refuse(std::size_t column, std::string_view cell, std::string_view wanted) {
  throw std::runtime_error("column " + std::to_string(column + 1) + " of an answer holds \"" + std::string(cell) +
                           "\", which is not " + std::string(wanted));
}

std::int64_t integer_of_text(std::size_t column, std::string_view text) {
  if (text == "t" || text == "true") return 1;
  if (text == "f" || text == "false") return 0;
  const auto number = parse_number<std::int64_t>(text);
  if (!number) refuse(column, text, "an integer");
  return *number;
}

}  // namespace

std::string number_text(double number) {
  std::array<char, 32> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  return {buffer.data(), result.ptr};
}

Row::Row(std::vector<Value> cells) : cells_(std::move(cells)) {}
Row::Row(const Row& other) = default;
Row::Row(Row&& other) noexcept = default;
Row& Row::operator=(const Row& other) = default;
Row& Row::operator=(Row&& other) noexcept = default;
Row::~Row() = default;

std::int64_t Row::integer(std::size_t i) const {
  const Value& cell = cells_.at(i);
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return *number;
  if (const auto* text = std::get_if<std::string>(&cell)) return integer_of_text(i, *text);
  if (const auto* number = std::get_if<double>(&cell)) return static_cast<std::int64_t>(*number);
  return 0;
}

std::string Row::text(std::size_t i) const {
  const Value& cell = cells_.at(i);
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
  if (const auto* number = std::get_if<double>(&cell)) return number_text(*number);
  return {};
}

double Row::real(std::size_t i) const {
  const Value& cell = cells_.at(i);
  if (const auto* number = std::get_if<double>(&cell)) return *number;
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*number);
  const auto* text = std::get_if<std::string>(&cell);
  if (text == nullptr) return 0;
  const auto number = parse_number<double>(*text);
  if (!number) refuse(i, *text, "a number");
  return *number;
}

base::Uuid Row::uuid(std::size_t i) const {
  const std::string cell = text(i);
  const auto uuid = base::Uuid::parse(cell);
  if (!uuid) refuse(i, cell, "a UUID");
  return *uuid;
}

base::Timestamp Row::timestamp(std::size_t i) const {
  const std::string cell = text(i);
  const auto timestamp = base::Timestamp::parse(cell);
  if (!timestamp) refuse(i, cell, "a time");
  return *timestamp;
}

std::optional<std::string> Row::optional_text(std::size_t i) const {
  if (is_null(i)) return std::nullopt;
  return text(i);
}

std::optional<std::int64_t> Row::optional_integer(std::size_t i) const {
  if (is_null(i)) return std::nullopt;
  return integer(i);
}

std::optional<base::Uuid> Row::optional_uuid(std::size_t i) const {
  if (is_null(i)) return std::nullopt;
  return uuid(i);
}

std::optional<base::Timestamp> Row::optional_timestamp(std::size_t i) const {
  if (is_null(i)) return std::nullopt;
  return timestamp(i);
}

}  // namespace platform::db
