#include "platform/db/sql_text.h"

#include <gmock/gmock.h>

namespace platform::db {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(SqlText, NumbersParametersOnlyWhereTheyAreParameters) {
  EXPECT_EQ(with_dollar_parameters("a = :p1 AND b = :p12::text"), "a = $1 AND b = $12::text");
  EXPECT_EQ(with_dollar_parameters("':p1' \":p1\" x::p1 :pay"), "':p1' \":p1\" x::p1 :pay");
  EXPECT_EQ(with_dollar_parameters("/* :p1 /* :p1 */ :p1 */ :p1 -- :p1\n:p2"), "/* :p1 /* :p1 */ :p1 */ $1 -- :p1\n$2");
  EXPECT_EQ(with_dollar_parameters("$$ :p1 $$ $tag$ :p1 $$ $tag$ :p1"), "$$ :p1 $$ $tag$ :p1 $$ $tag$ $1");
  EXPECT_EQ(with_dollar_parameters("'it''s' || :p1"), "'it''s' || $1");
}

TEST(SqlText, KeepsQuotesThatNeverEnd) {
  for (const std::string_view sql : {"'abc :p1", "\"", "/* :p1", "-- :p1", "$$ :p1", "$", ":", ":p", "-", "/"}) {
    EXPECT_EQ(with_dollar_parameters(sql), sql);
  }
}

TEST(SqlText, CutsAScriptIntoItsStatements) {
  EXPECT_THAT(split_statements("a; b ;\n-- end; of it\nc"), ElementsAre("a", "b", "-- end; of it\nc"));
  EXPECT_THAT(split_statements("SELECT ';'; DO $$ BEGIN; END $$;"), ElementsAre("SELECT ';'", "DO $$ BEGIN; END $$"));
  EXPECT_THAT(split_statements(" ; -- nothing\n;"), IsEmpty());
  EXPECT_THAT(split_statements(""), IsEmpty());
}

TEST(SqlText, QuotesEachPartOfAName) {
  EXPECT_EQ(quoted_name("offers"), "\"offers\"");
  EXPECT_EQ(quoted_name("pg_temp.stage"), "\"pg_temp\".\"stage\"");
}

TEST(SqlText, FindsTheLineOfAByte) {
  EXPECT_EQ(line_at("a\nb\nc", 0), 1U);
  EXPECT_EQ(line_at("a\nb\nc", 4), 3U);
  EXPECT_EQ(line_at("a", 100), 1U);
}

}  // namespace
}  // namespace platform::db
