#pragma once

#include <string>

namespace platform::db {

/// The shortest text that reads back as the same number.
std::string number_text(double number);

}  // namespace platform::db
