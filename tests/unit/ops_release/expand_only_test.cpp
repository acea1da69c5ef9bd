#include <gmock/gmock.h>

#include <array>
#include <regex>

#include "platform/db/migration_files.h"

// The version before works on the new schema while both run, and after a rollback: a step may add, never take away,
// unless it says since which version nobody needs what goes.

namespace {

using platform::db::Engine;
using platform::db::Migration;

// Rewritten as a whole on SQLite, or a rule widened: the names and columns that were there are there still.
constexpr std::array widened{"background_imports"};

bool takes_away(const std::string& up) {
  static const std::regex words(
      R"(\b(drop\s+(table|column|view)|rename\s+(to|column)|set\s+not\s+null|alter\s+column)\b)", std::regex::icase);
  return std::regex_search(up, words);
}

TEST(Migrations, TakeNothingAwayThatTheVersionBeforeNeeds) {
  int looked_at = 0;
  for (const char* const database : {"main", "catalog", "imports", "media", "code2asin", "analytics"}) {
    for (const Engine engine : {Engine::sqlite, Engine::postgres}) {
      for (const Migration& step : platform::db::migrations_of(database, engine)) {
        ++looked_at;
        if (std::find(widened.begin(), widened.end(), step.name) != widened.end()) continue;
        EXPECT_FALSE(takes_away(step.up) && step.contract_after.empty())
            << database << " " << step.version << " " << step.name
            << " removes or renames something: begin it with \"-- migrate: contract after VERSION\"";
      }
    }
  }
  EXPECT_GT(looked_at, 40);
}

TEST(Migrations, SaySinceWhichVersionNobodyNeedsWhatTheyRemove) {
  const auto steps = platform::db::migrations_from(
      {{"main/0001_a.up.sql", "-- Things.\n-- migrate: contract after 1.4.0 \nDROP TABLE a;"},
       {"main/0001_a.down.sql", "CREATE TABLE a (b INTEGER);"},
       {"main/0002_b.up.sql", "ALTER TABLE c ADD d INTEGER;\n-- migrate: contract after 9.9.9\n"},
       {"main/0002_b.down.sql", "ALTER TABLE c DROP COLUMN d;"}},
      "main", Engine::sqlite);
  EXPECT_EQ(steps[0].contract_after, "1.4.0");
  EXPECT_EQ(steps[1].contract_after, "") << "only a comment at the head counts";
}

}  // namespace
