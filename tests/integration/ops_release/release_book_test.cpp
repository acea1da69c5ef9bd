#include "ops/release/release_book.h"

#include <gmock/gmock.h>

#include "ops/release/release_store.h"
#include "platform/db/migrations.h"
#include "support/database_fixture.h"

namespace {

using ops::release::Kind;
using ops::release::Release;
using ops::release::ReleaseBook;
using ops::release::ReleaseState;
using ops::release::Step;
using test::code_of;
using test::must;
using testing::ElementsAre;
using testing::HasSubstr;

class ReleaseBookTest : public ::testing::TestWithParam<test::Engine> {
 protected:
  ReleaseBook open() { return must(ReleaseBook::open(main_)); }
  platform::db::Database& main() { return main_; }

  Release release(ReleaseBook& book, const std::string& version, const std::string& previous, ReleaseState state,
                  const std::string& contract_after = "", Kind kind = Kind::release) {
    Release one{base::Uuid::generate(), kind, "shop", version, previous, ReleaseState::running, "ana", at_};
    must(book.begin(one));
    one.state = state;
    one.contract_after = contract_after;
    if (!one.is_open()) one.ended_at = at_ + std::chrono::seconds(42);
    must(book.update(one));
    return one;
  }

  const base::Timestamp at_ = *base::Timestamp::parse("2026-11-22T10:00:00Z");

 private:
  test::FreshDatabase fresh_{GetParam()};
  platform::db::Database main_ = fresh_.open("main");
};
INSTANTIATE_TEST_SUITE_P(Engines, ReleaseBookTest, test::both_engines(), test::engine_name);

TEST_P(ReleaseBookTest, MakesItsTablesInADatabaseOfAnOlderVersion) {
  must(platform::db::Migrator(main()).up(7));
  EXPECT_TRUE(must(open().list("")).empty());
  EXPECT_TRUE(must(open().list("")).empty()) << "and does not mind that they are there";
}

TEST_P(ReleaseBookTest, KeepsWhatAReleaseWasAndHowItEnded) {
  ReleaseBook book = open();
  Release one{base::Uuid::generate(), Kind::release, "shop", "1.4.0", "1.3.0", ReleaseState::running, "ana", at_};
  one.without_backup = "empty shop";
  one.plan = R"({"project":"shop"})";
  must(book.begin(one));
  one.state = ReleaseState::returned;
  one.reason = "The container shop-api-1.4.0-1 ended.";
  one.ended_at = at_ + std::chrono::seconds(31);
  must(book.update(one));
  const auto all = must(book.list("shop"));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].state, ReleaseState::returned);
  EXPECT_EQ(all[0].reason, one.reason);
  EXPECT_EQ(all[0].ended_at, one.ended_at);
  EXPECT_EQ(all[0].without_backup, "empty shop");
  EXPECT_EQ(all[0].plan, one.plan);
  EXPECT_TRUE(must(book.list("boutique")).empty());
}

TEST_P(ReleaseBookTest, KeepsEachStepOnceInItsLastState) {
  ReleaseBook book = open();
  const Release one = release(book, "1.4.0", "1.3.0", ReleaseState::running);
  Step step{1, "Replace api", "running", "", at_, {}};
  must(book.note(one, step));
  must(book.note(one, {2, "Watch", "running", "", at_, {}}));
  step.state = "done";
  step.detail = "2 of suppliers-import/api:1.4.0";
  step.ended_at = at_ + std::chrono::seconds(9);
  must(book.note(one, step));
  const auto steps = must(book.steps(one.id));
  ASSERT_EQ(steps.size(), 2U);
  EXPECT_EQ(steps[0].state, "done");
  EXPECT_EQ(steps[0].detail, step.detail);
  EXPECT_EQ(steps[0].ended_at, step.ended_at);
  EXPECT_EQ(steps[1].name, "Watch");
}

TEST_P(ReleaseBookTest, LetsOneReleaseInAndSaysWhoIsAtIt) {
  ReleaseBook first = open();
  must(first.lock());
  release(first, "1.4.0", "1.3.0", ReleaseState::running);
  {
    ReleaseBook second = open();
    const auto refused = second.lock();
    ASSERT_EQ(code_of(refused), "release.locked");
    EXPECT_THAT(refused.error().message, HasSubstr("ana is releasing 1.4.0 since 2026-11-22T10:00:00Z"));
  }
  { const ReleaseBook ended = std::move(first); }
  ReleaseBook third = open();
  EXPECT_EQ(code_of(third.lock()), "") << "the lock ends with its holder";
}

TEST_P(ReleaseBookTest, FindsTheReleaseThatWasCutOff) {
  ReleaseBook book = open();
  release(book, "1.3.0", "1.2.0", ReleaseState::finished);
  EXPECT_FALSE(must(book.unfinished("shop")));
  const Release cut_off = release(book, "1.4.0", "1.3.0", ReleaseState::returning);
  const auto found = must(book.unfinished("shop"));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, cut_off.id);
  EXPECT_FALSE(must(book.unfinished("boutique")));
}

TEST_P(ReleaseBookTest, KnowsTheVersionToGoBackTo) {
  ReleaseBook book = open();
  EXPECT_FALSE(must(book.previous_version("shop", "1.2.0"))) << "nothing was ever released";
  release(book, "1.3.0", "1.2.0", ReleaseState::finished);
  EXPECT_EQ(must(book.previous_version("shop", "1.3.0")), "1.2.0");
  release(book, "1.4.0", "1.3.0", ReleaseState::returned);
  EXPECT_EQ(must(book.previous_version("shop", "1.3.0")), "1.2.0") << "what was returned never worked";
  release(book, "1.2.0", "1.3.0", ReleaseState::finished, "", Kind::rollback);
  EXPECT_EQ(must(book.previous_version("shop", "1.2.0")), "1.3.0");
}

TEST_P(ReleaseBookTest, KnowsWhichVersionsTheSchemaLeftBehind) {
  ReleaseBook book = open();
  EXPECT_FALSE(must(book.barrier_to("shop", "1.0.0")));
  release(book, "1.5.0", "1.4.0", ReleaseState::returned, "1.4.0");
  const auto barrier = must(book.barrier_to("shop", "1.3.0"));
  ASSERT_TRUE(barrier) << "what a migration took away stays away, however its release ended";
  EXPECT_EQ(barrier->version, "1.5.0");
  EXPECT_FALSE(must(book.barrier_to("shop", "1.4.0")));
  EXPECT_TRUE(must(book.barrier_to("shop", "main"))) << "nobody can tell whether it is new enough";
}

}  // namespace
