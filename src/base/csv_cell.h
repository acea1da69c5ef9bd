#pragma once

#include <string>
#include <string_view>

namespace base {

/// Appends `cell` as one cell of a comma-separated line (RFC 4180): in quotes where it has to be.
void append_csv_cell(std::string& line, std::string_view cell);

/// `cell` with an apostrophe before it when a spreadsheet would take it for a formula (OWASP "CSV injection").
std::string without_formula(std::string_view cell);

}  // namespace base
