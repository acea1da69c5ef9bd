#include "domain/identity/stored_idempotency.h"

#include <atomic>
#include <thread>
#include <vector>

#include "integration/identity/identity_fixture.h"

namespace {

using namespace std::chrono_literals;
using identity::StoredIdempotency;
using platform::http::Response;
using test::code_of;
using test::must;

class StoredAnswers : public test::IdentityTest {
 protected:
  std::unique_ptr<StoredIdempotency> process(StoredIdempotency::Options options = {}) {
    return std::make_unique<StoredIdempotency>(main(), service().sealer(), options);
  }
  static Response answer(const std::string& body) {
    Response response = platform::http::json_response(body, 201);
    response.set("Location", "/api/v1/suppliers/1");
    return response;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, StoredAnswers, test::both_engines(), test::engine_name);

TEST_P(StoredAnswers, ARepeatedRequestGetsTheFirstAnswerFromAnotherProcess) {
  const std::string body("{\"name\":\"\xC3\xA9\0\"}", 14);
  const auto first = process(), second = process();
  EXPECT_FALSE(must(first->begin("ana POST /suppliers k1", "print")));
  EXPECT_EQ(code_of(second->begin("ana POST /suppliers k1", "print")), "request.in_flight");
  first->finish("ana POST /suppliers k1", answer(body));
  const auto again = must(second->begin("ana POST /suppliers k1", "print"));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->status, 201U);
  EXPECT_EQ(again->body, body);
  EXPECT_EQ(again->header("location"), "/api/v1/suppliers/1");
}

TEST_P(StoredAnswers, AKeyThatComesWithAnotherRequestIsRefused) {
  const auto store = process();
  must(store->begin("k", "print"));
  EXPECT_EQ(code_of(store->begin("k", "another")), "request.key_reused");
  store->finish("k", answer("{}"));
  EXPECT_EQ(code_of(store->begin("k", "another")), "request.key_reused");
}

TEST_P(StoredAnswers, AnAbandonedKeyMayComeAgain) {
  const auto first = process(), second = process();
  must(first->begin("k", "print"));
  first->abandon("k");
  EXPECT_FALSE(must(second->begin("k", "print")));
}

TEST_P(StoredAnswers, OfManyAtOnceExactlyOneRuns) {
  const auto first = process(), second = process();
  for (int round = 0; round < 5; ++round) {
    const std::string key = "k" + std::to_string(round);
    std::atomic<int> ran = 0, refused = 0;
    {
      std::vector<std::jthread> threads;
      for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&, store = t % 2 == 0 ? first.get() : second.get()] {
          const auto begun = store->begin(key, "print");
          if (begun && !*begun) ++ran;
          if (code_of(begun) == "request.in_flight") ++refused;
        });
      }
    }
    EXPECT_EQ(ran, 1);
    EXPECT_EQ(refused, 7);
  }
}

TEST_P(StoredAnswers, TheKeyOfAKilledProcessIsFreeOnceItsLeaseHasRunOut) {
  auto killed = process({.lease = 600ms});
  must(killed->begin("k", "print"));
  killed.reset();  // keeps no leases any more, and has told nobody
  const auto other = process();
  EXPECT_EQ(code_of(other->begin("k", "print")), "request.in_flight");
  std::this_thread::sleep_for(700ms);
  EXPECT_FALSE(must(other->begin("k", "print")));
}

TEST_P(StoredAnswers, ALongRequestKeepsItsKey) {
  const auto busy = process({.lease = 300ms}), other = process();
  must(busy->begin("k", "print"));
  std::this_thread::sleep_for(900ms);
  EXPECT_EQ(code_of(other->begin("k", "print")), "request.in_flight");
  busy->finish("k", answer("{}"));
  EXPECT_TRUE(must(other->begin("k", "print")));
}

TEST_P(StoredAnswers, OneWhoLostItsKeyCannotAnswerForItAnyMore) {
  auto slow = process();
  must(slow->begin("k", "print"));
  run("UPDATE idempotency_keys SET lease_until = '2000-01-01T00:00:00.000000Z'");
  const auto other = process();
  EXPECT_FALSE(must(other->begin("k", "print")));
  slow->finish("k", answer("{\"by\":\"slow\"}"));
  other->finish("k", answer("{\"by\":\"other\"}"));
  EXPECT_EQ(must(other->begin("k", "print"))->body, "{\"by\":\"other\"}");
}

TEST_P(StoredAnswers, AnAnswerThatCannotBeStoredYetIsStoredLater) {
  const auto store = process({.lease = 300ms}), other = process();
  must(store->begin("k", "print"));
  run("ALTER TABLE idempotency_keys RENAME TO away");
  store->finish("k", answer("{\"kept\":true}"));
  run("ALTER TABLE away RENAME TO idempotency_keys");
  std::string body;
  for (int tries = 0; body.empty() && tries < 200; ++tries) {
    if (const auto known = other->begin("k", "print"); known && *known) body = (*known)->body;
    std::this_thread::sleep_for(10ms);
  }
  EXPECT_EQ(body, "{\"kept\":true}");
}

TEST_P(StoredAnswers, SecretsInAnswersAreNotReadable) {
  const auto store = process();
  must(store->begin("ana's key", "print"));
  store->finish("ana's key", answer("{\"api_key\":\"very secret\"}"));
  EXPECT_EQ(scalar("SELECT answer FROM idempotency_keys").find("very secret"), std::string::npos);
  EXPECT_EQ(scalar("SELECT key FROM idempotency_keys").find("ana"), std::string::npos);
}

TEST_P(StoredAnswers, TidyRemovesWhatIsOver) {
  const auto brief = process({.lease = 60s, .kept = 0s}), store = process();
  must(brief->begin("over", "print"));
  brief->finish("over", answer("{}"));
  must(brief->begin("under way", "print"));
  must(store->begin("fresh", "print"));
  store->finish("fresh", answer("{}"));
  must(identity::tidy_idempotency(main(), base::Timestamp::now()));
  EXPECT_EQ(scalar("SELECT count(*) FROM idempotency_keys"), "2");
  EXPECT_TRUE(must(store->begin("fresh", "print")));
}

}  // namespace
