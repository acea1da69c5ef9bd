#include "base/problem.h"

#include <gtest/gtest.h>

#include "base/result.h"

namespace {

constexpr base::ProblemKind too_large{"test.too_large", "Too large", 422, base::LogLevel::info};

base::Result<int> halved(int number) {
  if (number > 100) return base::failure(too_large, "101 is too large.", "Give 100 or less.");
  return number / 2;
}

base::Result<std::string> shown(int number) {
  ASSIGN_OR_RETURN(const int half, halved(number));
  RETURN_IF_FAILED(halved(half * 3));
  return std::to_string(half);
}

TEST(Problem, ReadsAsOneLine) {
  EXPECT_EQ(halved(101).error().text(), "101 is too large. Give 100 or less. (test.too_large)");
  EXPECT_EQ((base::Problem{&too_large, "101 is too large.", "", {}}.text()), "101 is too large. (test.too_large)");
}

TEST(Result, HandsFailuresUp) {
  EXPECT_EQ(shown(10).value(), "5");
  EXPECT_EQ(shown(101).error().code(), "test.too_large") << "from the first step";
  EXPECT_EQ(shown(90).error().code(), "test.too_large") << "from the second step";
}

}  // namespace
