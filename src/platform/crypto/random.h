#pragma once

#include <cstddef>
#include <string>

namespace platform::crypto {

/// Bytes nobody can guess, from the system's generator.
std::string random_bytes(std::size_t count);

/// Letters and digits that people do not mistake for one another (no 0, 1, l, o); 5 bits each.
std::string random_letters(std::size_t count);

}  // namespace platform::crypto
