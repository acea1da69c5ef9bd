#pragma once

#include <csetjmp>

namespace media {

/// Calls into a C library that reports errors by jumping to `place`; false when it did. Nothing that needs to be
/// destroyed may live inside `call`.
template <class Call>
[[nodiscard]] bool returns(std::jmp_buf& place, const Call& call) {
  if (setjmp(place) != 0) return false;
  call();
  return true;
}

}  // namespace media
