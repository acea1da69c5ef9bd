#include "platform/db/bulk_load.h"

#include <gmock/gmock.h>

#include "platform/db/transaction.h"
#include "support/database_fixture.h"

namespace platform::db {
namespace {

using test::code_of;
using test::must;

constexpr Statement count_offers{"test.count", "SELECT count(*) FROM offers"};
constexpr Statement all_offers{"test.all", "SELECT id, name, stock FROM offers ORDER BY id"};

class BulkLoadTest : public test::DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    must(connection().execute_script("test.schema",
                                     "CREATE TABLE offers (id bigint PRIMARY KEY, name text, stock bigint)"));
  }
  BulkLoad load() { return must(connection().bulk_load("offers", {"id", "name", "stock"})); }
  static void add(BulkLoad& load, std::int64_t id, std::string_view name) {
    load.integer(id);
    load.text(name);
    load.null();
    load.end_row();
  }
  std::int64_t count() { return must(connection().query_one(count_offers))->integer(0); }
};
INSTANTIATE_TEST_SUITE_P(Engines, BulkLoadTest, test::both_engines(), test::engine_name);

TEST_P(BulkLoadTest, KeepsEveryCharacterAndTellsNullFromEmpty) {
  const std::vector<std::string> names{"tab\there", "line\nbreak", "back\\slash", "\\N", "\\.",
                                       "",          "é € 😀",       "\r\n",        "'\""};
  auto offers = load();
  for (std::size_t i = 0; i < names.size(); ++i) {
    offers.integer(static_cast<std::int64_t>(i));
    offers.text(names[i]);
    offers.optional(i % 2 == 0 ? std::optional<std::string_view>("7") : std::nullopt);
    offers.end_row();
  }
  EXPECT_EQ(must(offers.finish()), static_cast<std::int64_t>(names.size()));

  const auto rows = must(connection().query(all_offers));
  ASSERT_EQ(rows.size(), names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(rows[i].optional_text(1), names[i]);
    EXPECT_EQ(rows[i].optional_integer(2), i % 2 == 0 ? std::optional<std::int64_t>(7) : std::nullopt);
  }
  std::vector<std::string> scanned;
  std::size_t nulls = 0;
  must(connection().scan(all_offers, [&](const std::vector<std::string_view>& cells) {
    scanned.emplace_back(cells[1]);
    nulls += cells[2].data() == nullptr ? 1U : 0U;
  }));
  EXPECT_EQ(scanned, names);
  EXPECT_EQ(nulls, names.size() / 2);
}

TEST_P(BulkLoadTest, ShowsNothingBeforeItIsFinished) {
  const auto other = must(database().connect());
  auto offers = load();
  for (int i = 0; i < 20'000; ++i) add(offers, i, "a name long enough to fill the first buffers");
  EXPECT_EQ(must(other->query_one(count_offers))->integer(0), 0);
  EXPECT_EQ(must(offers.finish()), 20'000);
  EXPECT_EQ(must(other->query_one(count_offers))->integer(0), 20'000);
}

TEST_P(BulkLoadTest, LeavesNothingWhenItIsAbandoned) {
  {
    auto offers = load();
    add(offers, 1, "a");
  }
  EXPECT_EQ(count(), 0);
  auto offers = load();
  add(offers, 2, "b");
  EXPECT_EQ(must(offers.finish()), 1);
}

TEST_P(BulkLoadTest, BelongsToTheTransactionItIsIn) {
  {
    auto transaction = must(Transaction::begin(connection()));
    auto offers = load();
    add(offers, 1, "a");
    EXPECT_EQ(must(offers.finish()), 1);
    EXPECT_EQ(count(), 1);
  }
  EXPECT_EQ(count(), 0);
}

TEST_P(BulkLoadTest, SpoilsItsTransactionWhenAbandoned) {
  auto transaction = must(Transaction::begin(connection()));
  {
    auto offers = load();
    add(offers, 1, "a");
  }
  EXPECT_EQ(code_of(transaction.commit()), db_failed.code);
  EXPECT_EQ(count(), 0);
}

TEST_P(BulkLoadTest, ReportsADuplicateWhenFinished) {
  auto offers = load();
  add(offers, 1, "a");
  add(offers, 1, "b");
  add(offers, 2, "c");
  const auto result = offers.finish();
  ASSERT_EQ(code_of(result), db_conflict.code);
  EXPECT_THAT(result.error().message, testing::HasSubstr("offers"));
  EXPECT_EQ(count(), 0);
}

TEST_P(BulkLoadTest, FillsATemporaryTable) {
  must(connection().execute_script("test.stage", "CREATE TEMPORARY TABLE stage (id bigint, name text)"));
  auto stage = must(connection().bulk_load("stage", {"id", "name"}));
  stage.integer(1);
  stage.text("a");
  stage.end_row();
  EXPECT_EQ(must(stage.finish()), 1);
}

TEST_P(BulkLoadTest, TakesIdsTimesAndNumbersAsTheyAreWritten) {
  must(connection().execute_script(
      "test.schema", "CREATE TABLE facts (id UUID, made_at TIMESTAMPTZ, price BIGINT, flags INTEGER, name TEXT)"));
  const auto id = base::Uuid::generate();
  auto facts = must(connection().bulk_load("facts", {"id", "made_at", "price", "flags", "name"}));
  const std::vector<std::string_view> times{"1999-12-31T23:59:59.999999Z", "2026-11-22T08:00:00Z",
                                            "2026-11-22T08:00:00Z"};
  for (const std::string_view time : times) {
    facts.uuid(id);
    facts.text(time);
    facts.text("-9007199254740993");
    facts.integer(-2'147'483'648);
    facts.integer(7);
    facts.end_row();
  }
  facts.text(id.to_string());
  for (int i = 0; i < 4; ++i) facts.null();
  facts.end_row();
  EXPECT_EQ(must(facts.finish()), 4);

  constexpr Statement all{"test.facts",
                          "SELECT id, made_at, price, flags, name FROM facts ORDER BY made_at NULLS LAST"};
  const auto rows = must(connection().query(all));
  ASSERT_EQ(rows.size(), 4U);
  for (std::size_t i = 0; i < times.size(); ++i) {
    EXPECT_EQ(rows[i].uuid(0), id);
    EXPECT_EQ(rows[i].timestamp(1), base::Timestamp::parse(times[i]));
    EXPECT_EQ(rows[i].integer(2), -9'007'199'254'740'993);
    EXPECT_EQ(rows[i].integer(3), -2'147'483'648);
    EXPECT_EQ(rows[i].text(4), "7");
  }
  EXPECT_EQ(rows[3].uuid(0), id);
  EXPECT_TRUE(rows[3].is_null(1));
}

TEST_P(BulkLoadTest, RefusesATableThatDoesNotExist) {
  EXPECT_EQ(code_of(connection().bulk_load("nowhere", {"id"})), db_failed.code);
  EXPECT_EQ(count(), 0);
}

TEST_P(BulkLoadTest, ThrowsOnARowWithTooFewCells) {
  auto offers = load();
  offers.integer(1);
  EXPECT_THROW(offers.end_row(), std::logic_error);
}

TEST_P(BulkLoadTest, LeavesTheConnectionUsableWhenAScanIsBrokenOff) {
  auto offers = load();
  for (int i = 0; i < 50'000; ++i) add(offers, i, "a name");
  must(offers.finish());
  int seen = 0;
  EXPECT_THROW(static_cast<void>(connection().scan(all_offers,
                                                   [&](const std::vector<std::string_view>&) {
                                                     if (++seen == 3) throw std::runtime_error("enough");
                                                   })),
               std::runtime_error);
  EXPECT_EQ(seen, 3);
  EXPECT_EQ(count(), 50'000);
}

TEST_P(BulkLoadTest, ReportsAScanThatFails) {
  constexpr Statement wrong{"test.wrong", "SELECT id FROM nowhere"};
  EXPECT_EQ(code_of(connection().scan(wrong, [](const std::vector<std::string_view>&) {})), db_failed.code);
  EXPECT_EQ(count(), 0);
}

}  // namespace
}  // namespace platform::db
