#include "platform/db/postgres_dialer.h"

#include <atomic>
#include <future>

#include "platform/db/database_url.h"
#include "support/database_fixture.h"
#include "support/waiting.h"

namespace platform::db {
namespace {

using namespace std::chrono_literals;
using test::code_of;
using test::must;
using Addresses = std::optional<std::vector<std::string>>;

constexpr const char* nobody_here = "127.0.0.2";  // the server of the tests listens at 127.0.0.1

/// As the tests' server is reached by name.
std::string by_name(const std::string& host = "localhost") {
  std::string url = test::postgres_url();
  const auto from = url.find('@') + 1;
  url.replace(from, url.rfind(':') - from, host);
  return must(parse_database_url("main", url)).target;
}

std::string address_asked_for(const PostgresSession& session) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfo(session.handle()),
                                                                             &PQconninfoFree);
  for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
    if (std::string_view(option->keyword) == "hostaddr" && option->val != nullptr) return option->val;
  }
  return "";
}

TEST(PostgresDialerTest, TheNameIsAskedForOnce) {
  const PostgresDialer dialer("main", by_name());
  EXPECT_EQ(dialer.known_address(), "");
  EXPECT_EQ(address_asked_for(*must(dialer.dial())), "");
  const std::string address = dialer.known_address();
  EXPECT_TRUE(address == "127.0.0.1" || address == "::1") << address;
  EXPECT_EQ(address_asked_for(*must(dialer.dial())), address);
}

TEST(PostgresDialerTest, AServerThatMovedIsFoundUnderItsName) {
  const PostgresDialer dialer("main", by_name(), {.known_address = nobody_here});
  must(dialer.dial());
  EXPECT_NE(dialer.known_address(), nobody_here);
  EXPECT_NE(dialer.known_address(), "");
}

TEST(PostgresDialerTest, WhileNameServersAreSilentAServerThatIsAwayIsToldOfSoon) {
  std::promise<void> answers;
  const auto silent = [answered = answers.get_future().share()](const std::string&) -> Addresses {
    answered.wait();
    return Addresses{{"127.0.0.1"}};
  };
  const PostgresDialer dialer("main", by_name(),
                              {.known_address = nobody_here, .doubt_limit = 50ms, .look_up = silent});
  for (int turn = 0; turn < 3; ++turn) EXPECT_EQ(code_of(dialer.dial()), db_unavailable.code);
  answers.set_value();
  EXPECT_TRUE(test::comes_true([&] { return dialer.known_address().empty(); }));
  must(dialer.dial());
}

TEST(PostgresDialerTest, OfSeveralAddressesOfANameOneThatDoesNotAnswerIsLeft) {
  const auto both = [](const std::string&) { return Addresses{{nobody_here, "127.0.0.1"}}; };
  const PostgresDialer dialer("main", by_name(), {.known_address = nobody_here, .look_up = both});
  must(dialer.dial());
  EXPECT_NE(dialer.known_address(), nobody_here);
}

TEST(PostgresDialerTest, AnOldAddressIsLookedUpBeforeItIsGoneTo) {
  const auto moved = [](const std::string&) { return Addresses{{"127.0.0.1"}}; };
  const PostgresDialer dialer("main", by_name(),
                              {.known_address = nobody_here, .good_for = 0ms, .age_limit = 10s, .look_up = moved});
  EXPECT_EQ(address_asked_for(*must(dialer.dial())), "");
}

TEST(PostgresDialerTest, AnOldAddressIsGoneToWhileNameServersAreSilent) {
  std::promise<void> answers;
  const auto slow = [answered = answers.get_future().share()](const std::string& host) -> Addresses {
    if (host != "localhost") return std::nullopt;
    answered.wait();
    return Addresses{{"192.0.2.1"}};
  };
  const PostgresDialer dialer("main", by_name(),
                              {.known_address = "127.0.0.1", .good_for = 0ms, .age_limit = 10ms, .look_up = slow});
  for (int turn = 0; turn < 3; ++turn) EXPECT_EQ(address_asked_for(*must(dialer.dial())), "127.0.0.1");
  EXPECT_EQ(dialer.known_address(), "127.0.0.1");
  answers.set_value();
  EXPECT_TRUE(test::comes_true([&] { return dialer.known_address().empty(); }));
}

TEST(PostgresDialerTest, AnAddressThatTheNameStillHasStaysAlsoWhenNobodyKnowsTheName) {
  for (const Addresses& found : {Addresses{{"::1", "127.0.0.1"}}, Addresses{}}) {
    // A look may outlive the dialer.
    const auto looks = std::make_shared<std::atomic<int>>(0);
    const auto look = [looks, found](const std::string&) {
      ++*looks;
      return found;
    };
    const PostgresDialer dialer("main", by_name(), {.known_address = "127.0.0.1", .good_for = 0ms, .look_up = look});
    // When the third look begins, what the first two found has been taken in.
    EXPECT_TRUE(test::comes_true([&] {
      must(dialer.dial());
      return *looks > 2;
    }));
    EXPECT_EQ(dialer.known_address(), "127.0.0.1");
  }
}

TEST(PostgresDialerTest, OfSeveralHostsNoneIsPreferred) {
  const PostgresDialer dialer("main", by_name("127.0.0.2,localhost"));
  must(dialer.dial());
  EXPECT_EQ(dialer.known_address(), "");
}

}  // namespace
}  // namespace platform::db
