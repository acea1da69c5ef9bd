#pragma once

#include <stdexcept>

#include "base/result.h"

namespace test {

/// The value of a Result that must have one; a test in which it has none fails with the Problem's text.
template <class T>
T must(base::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().text());
  return *std::move(result);
}
inline void must(const base::Result<>& result) {
  if (!result) throw std::runtime_error(result.error().text());
}

/// The code of a Result's Problem, "" when it succeeded.
template <class T>
std::string_view code_of(const base::Result<T>& result) {
  return result ? std::string_view{} : result.error().code();
}

}  // namespace test
