#include "platform/config/dot_env.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using platform::config::parse_dot_env;
using testing::IsEmpty;
using testing::SizeIs;

std::string value_in(std::string_view line) {
  const auto file = parse_dot_env(line);
  if (!file.errors.empty()) return file.errors.front();
  const std::string* value = file.find("NAME");
  return value == nullptr ? "not found" : *value;
}

TEST(DotEnv, ReadsValuesHoweverTheyAreWritten) {
  EXPECT_EQ(value_in("NAME=value"), "value");
  EXPECT_EQ(value_in("  NAME = value  "), "value");
  EXPECT_EQ(value_in("export NAME=value"), "value");
  EXPECT_EQ(value_in("NAME=value\r\n"), "value");
  EXPECT_EQ(value_in("\xEF\xBB\xBFNAME=value"), "value");
  EXPECT_EQ(value_in("NAME=two words"), "two words");
  EXPECT_EQ(value_in("NAME=a=b=c"), "a=b=c");
  EXPECT_EQ(value_in("NAME="), "");
}

TEST(DotEnv, TakesCommentsOffUnquotedValuesOnly) {
  EXPECT_EQ(value_in("NAME=value # comment"), "value");
  EXPECT_EQ(value_in("NAME=# comment"), "");
  EXPECT_EQ(value_in("NAME=pass#word"), "pass#word");
  EXPECT_EQ(value_in("NAME=\"value # no comment\" # comment"), "value # no comment");
  EXPECT_THAT(parse_dot_env("# NAME=value\n\n   # more\n").entries, IsEmpty());
}

TEST(DotEnv, ReadsQuotedValues) {
  EXPECT_EQ(value_in("NAME='a \\n \"b\" $c'"), "a \\n \"b\" $c");
  EXPECT_EQ(value_in(R"(NAME="line\none \"two\" \\ \$x \d")"), "line\none \"two\" \\ $x \\d");
  EXPECT_EQ(value_in("NAME=\" kept \""), " kept ");
  EXPECT_EQ(value_in("NAME=it's"), "it's");
}

TEST(DotEnv, KeepsTheLastOfSeveralValues) {
  EXPECT_EQ(value_in("NAME=first\nNAME=last"), "last");
}

TEST(DotEnv, SaysWhichLinesAreWrong) {
  const auto file = parse_dot_env("GOOD=1\nno sign\n=x\nA B=1\nC=\"open\nD='x' y\n");
  EXPECT_THAT(file.entries, SizeIs(1));
  ASSERT_THAT(file.errors, SizeIs(5));
  EXPECT_EQ(file.errors[0], ".env, line 2: expected NAME=value.");
  EXPECT_EQ(file.errors[3], ".env, line 5: the value of C has a quote that is not closed at its end.");
}

TEST(DotEnv, SaysNothingWhenAbsent) {
  const auto file = platform::config::read_dot_env("/nowhere/.env");
  EXPECT_TRUE(file.entries.empty() && file.errors.empty());
}

TEST(DotEnv, ReportsAFileThatCannotBeRead) {
  EXPECT_THAT(platform::config::read_dot_env(testing::TempDir()).errors, SizeIs(1));
}

}  // namespace
