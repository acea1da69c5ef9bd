#pragma once

#include <tl/expected.hpp>
#include <utility>

#include "base/problem.h"

namespace base {

/// A value, or the Problem that prevented it.
template <class T = void>
using Result = tl::expected<T, Problem>;

/// Makes a failed Result of any type: `return failure(kind, "what happened.", "what to do.");`
[[nodiscard]] inline tl::unexpected<Problem> failure(const ProblemKind& kind, std::string message, std::string cure,
                                                     Place place = {}) {
  return tl::unexpected<Problem>(Problem{&kind, std::move(message), std::move(cure), std::move(place)});
}

/// Hands a Problem on as a failed Result of any type.
[[nodiscard]] inline tl::unexpected<Problem> failure(Problem problem) {
  return tl::unexpected<Problem>(std::move(problem));
}

}  // namespace base

#define BASE_RESULT_JOIN_(a, b) a##b
#define BASE_RESULT_NAME_(a, b) BASE_RESULT_JOIN_(a, b)

/// Passes a failure up, or binds the value: `ASSIGN_OR_RETURN(const auto settings, load());`
#define ASSIGN_OR_RETURN(declaration, expression) \
  ASSIGN_OR_RETURN_(BASE_RESULT_NAME_(result_at_line_, __LINE__), declaration, expression)
#define ASSIGN_OR_RETURN_(name, declaration, expression)                        \
  auto name = (expression);                                                     \
  if (!name) return ::tl::unexpected<::base::Problem>(std::move(name).error()); \
  declaration = *std::move(name)

/// Passes a failure up, or goes on: `RETURN_IF_FAILED(file.close());`
#define RETURN_IF_FAILED(expression)                                            \
  do {                                                                          \
    if (auto result_here = (expression); !result_here)                          \
      return ::tl::unexpected<::base::Problem>(std::move(result_here).error()); \
  } while (false)
