#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace platform::db {

/// `sql` with its parameters :p1, :p2... written $1, $2...; those inside quotes, comments and dollar quotes are text.
std::string with_dollar_parameters(std::string_view sql);

/// The statements of a script, cut at the semicolons outside quotes, comments and dollar quotes; empty ones left out.
std::vector<std::string_view> split_statements(std::string_view sql);

/// "name.part" as quoted identifiers joined by dots.
std::string quoted_name(std::string_view name);

/// The 1-based line of `sql` that holds byte `offset`.
std::size_t line_at(std::string_view sql, std::size_t offset);

}  // namespace platform::db
