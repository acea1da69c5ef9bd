#include "platform/http/query_values.h"

#include <algorithm>
#include <charconv>

namespace platform::http {
namespace {

tl::unexpected<base::Problem> refused(std::string_view name, std::string_view value, std::string cure) {
  return base::failure(request_invalid,
                       "The parameter " + std::string(name) + " cannot be \"" + std::string(value) + "\".",
                       std::move(cure), {.field = std::string(name)});
}

base::Result<std::string_view> one_of(std::string_view name, std::string_view value,
                                      std::initializer_list<std::string_view> known) {
  const auto* const found = std::find(known.begin(), known.end(), value);
  if (found != known.end()) return *found;
  std::string cure = "Give one of:";
  for (const std::string_view each : known) cure += " " + std::string(each) + (each == *(known.end() - 1) ? "." : ",");
  return refused(name, value, std::move(cure));
}

}  // namespace

std::string text_value(const Request& request, std::string_view name) {
  return std::string(request.query_value(name).value_or(""));
}

base::Result<std::optional<bool>> truth_value(const Request& request, std::string_view name) {
  const auto value = request.query_value(name);
  if (!value) return std::optional<bool>{};
  if (*value == "true") return std::optional(true);
  if (*value == "false") return std::optional(false);
  return refused(name, *value, "Give true or false.");
}

base::Result<std::uint64_t> number_value(const Request& request, std::string_view name, std::uint64_t absent,
                                         std::uint64_t lowest, std::uint64_t highest) {
  const auto value = request.query_value(name);
  if (!value) return absent;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), number);
  if (error == std::errc{} && end == value->data() + value->size() && number >= lowest && number <= highest) {
    return number;
  }
  return refused(name, *value,
                 "Give a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest) + ".");
}

base::Result<std::optional<base::Timestamp>> time_value(const Request& request, std::string_view name) {
  const auto value = request.query_value(name);
  if (!value) return std::optional<base::Timestamp>{};
  const auto time = base::Timestamp::parse(*value);
  if (time) return time;
  return refused(name, *value, "Give a time such as 2026-11-22T07:33:00Z.");
}

base::Result<std::string_view> choice_value(const Request& request, std::string_view name,
                                            std::initializer_list<std::string_view> known) {
  return one_of(name, request.query_value(name).value_or(*known.begin()), known);
}

base::Result<SortValue> sort_value(const Request& request, std::initializer_list<std::string_view> known) {
  std::string_view value = request.query_value("sort").value_or(*known.begin());
  const bool descending = value.starts_with('-');
  if (descending) value.remove_prefix(1);
  ASSIGN_OR_RETURN(const std::string_view by, one_of("sort", value, known));
  return SortValue{by, descending};
}

base::Result<std::optional<base::Uuid>> cursor_value(const Request& request) {
  const std::string text = text_value(request, "cursor");
  if (text.empty()) return std::optional<base::Uuid>{};
  if (const auto id = base::Uuid::parse(text)) return id;
  return cursor_refused(text);
}

tl::unexpected<base::Problem> cursor_refused(std::string_view cursor) {
  return base::failure(request_invalid, "The cursor \"" + std::string(cursor) + "\" was not given by this list.",
                       "Use next_cursor of the page before, or leave it out to begin.", {.field = "cursor"});
}

}  // namespace platform::http
