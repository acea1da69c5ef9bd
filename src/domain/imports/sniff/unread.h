#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/problem.h"

namespace imports::sniffing {

/// Parts of a file that hold rows too and are left aside.
struct Unread {
  std::vector<std::string> names;  ///< the first of them
  std::uint64_t count = 0;

  void add(const std::string& name);
};

/// Tells that one of several price lists in an archive is read; `others` are not.
base::Problem other_entries_note(const std::string& file, const std::string& chosen, const Unread& others);
/// The same for the sheets of a workbook.
base::Problem other_sheets_note(const std::string& file, const std::string& chosen, const Unread& others);

}  // namespace imports::sniffing
