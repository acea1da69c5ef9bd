#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"
#include "platform/http/message.h"

namespace platform::http {

// Query parameters of lists, read alike everywhere. Each fails with request_invalid, naming the parameter.

/// "" when absent.
std::string text_value(const Request& request, std::string_view name);
/// "true" or "false".
base::Result<std::optional<bool>> truth_value(const Request& request, std::string_view name);
base::Result<std::uint64_t> number_value(const Request& request, std::string_view name, std::uint64_t absent,
                                         std::uint64_t lowest, std::uint64_t highest);
/// RFC 3339.
base::Result<std::optional<base::Timestamp>> time_value(const Request& request, std::string_view name);
/// One of `known`; their first when absent.
base::Result<std::string_view> choice_value(const Request& request, std::string_view name,
                                            std::initializer_list<std::string_view> known);

/// The parameter `sort`: one of `known`, with '-' before it for descending; their first when absent.
struct SortValue {
  std::string_view by;
  bool descending = false;
};
base::Result<SortValue> sort_value(const Request& request, std::initializer_list<std::string_view> known);

/// The parameter `cursor` of a list whose next_cursor is an id; nothing at its beginning.
base::Result<std::optional<base::Uuid>> cursor_value(const Request& request);
/// How a list refuses a cursor that it never gave.
tl::unexpected<base::Problem> cursor_refused(std::string_view cursor);

}  // namespace platform::http
