#include <algorithm>
#include <thread>
#include <vector>

#include "integration/identity/identity_fixture.h"

namespace {

using namespace std::chrono_literals;
using test::code_of;
using test::must;

class LoginBrake : public test::IdentityTest {
 protected:
  void SetUp() override {
    IdentityTest::SetUp();
    add_user("ana@example.com");
  }
  void fail(int times, const std::string& address, const std::string& email = "ana@example.com") {
    for (int i = 0; i < times; ++i) static_cast<void>(login(email, "a wrong password", address));
  }
  /// As if `time` had gone by.
  void wait(std::chrono::seconds time) {
    const auto open = (base::Timestamp::now() + -time).to_string();
    run("UPDATE login_attempts SET open_at = '" + open + "'");
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, LoginBrake, test::both_engines(), test::engine_name);

TEST_P(LoginBrake, LetsPeopleMistypeAFewTimes) {
  fail(4, "192.0.2.1");
  EXPECT_EQ(code_of(login("ana@example.com", user_password, "192.0.2.1")), "");
}

TEST_P(LoginBrake, MakesAGuesserWaitLongerEachTime) {
  fail(7, "203.0.113.9");
  const auto refused = login("ana@example.com", user_password, "203.0.113.9");
  ASSERT_EQ(code_of(refused), "auth.too_many_attempts");
  auto& logins = service().logins();
  auto longest = must(logins.wait_before_login("ana@example.com", {"203.0.113.9"}));
  EXPECT_GE(longest, 1s);
  for (int round = 0; round < 12; ++round) {
    wait(1s);
    fail(1, "203.0.113.9");
    const auto now = must(logins.wait_before_login("ana@example.com", {"203.0.113.9"}));
    EXPECT_GE(now + 1s, longest);
    longest = now;
  }
  EXPECT_GE(longest, 290s);
  EXPECT_LE(longest, 300s);
  wait(1s);
  EXPECT_EQ(code_of(login("ana@example.com", user_password, "203.0.113.9")), "") << "it never locks for good";
}

TEST_P(LoginBrake, SlowsDownAccountsThatDoNotExistAlike) {
  fail(8, "203.0.113.9", "nobody@example.com");
  EXPECT_EQ(code_of(login("nobody@example.com", "a wrong password", "203.0.113.9")), "auth.too_many_attempts");
}

TEST_P(LoginBrake, DoesNotLetAStrangerLockOthersOut) {
  ASSERT_EQ(code_of(login("ana@example.com", user_password, "192.0.2.1")), "");
  for (int i = 0; i < 40; ++i) fail(1, "203.0.113." + std::to_string(i));
  EXPECT_EQ(code_of(login("ana@example.com", user_password, "203.0.113.200")), "auth.too_many_attempts")
      << "guessers from everywhere are slowed down together";
  EXPECT_EQ(code_of(login("ana@example.com", user_password, "192.0.2.1")), "") << "a known address is not";
  const auto wait_elsewhere = must(service().logins().wait_before_login("ana@example.com", {"203.0.113.200"}));
  EXPECT_LE(wait_elsewhere, 30s) << "nor does a new address wait long";
}

TEST_P(LoginBrake, DoesNotSlowDownABrowserThatHasLoggedInBefore) {
  identity::LoginPlace browser{"198.51.100.1", "tests", "", "", true};
  const auto tokens = must(service().logins().login({"ana@example.com", user_password}, browser));
  ASSERT_TRUE(tokens.device.has_value());
  fail(8, "198.51.100.1");
  ASSERT_EQ(code_of(login("ana@example.com", user_password, "198.51.100.1")), "auth.too_many_attempts");
  browser.device = *tokens.device;
  const auto again = must(service().logins().login({"ana@example.com", user_password}, browser));
  EXPECT_EQ(again.device, tokens.device);
  browser.device = "made up";
  EXPECT_EQ(code_of(service().logins().login({"ana@example.com", user_password}, browser)), "auth.too_many_attempts");
}

TEST_P(LoginBrake, CountsGuessesMadeAtTheSameMoment) {
  constexpr std::size_t guesses = 16;
  std::vector<std::string> codes(guesses);
  {
    std::vector<std::jthread> threads;
    for (auto& code : codes) {
      threads.emplace_back([&] { code = code_of(login("ana@example.com", "a wrong password", "203.0.113.9")); });
    }
  }
  EXPECT_LE(std::ranges::count(codes, "auth.login_failed"), 6) << "the rest were refused without a look";
  for (const auto& code : codes) EXPECT_TRUE(code == "auth.login_failed" || code == "auth.too_many_attempts") << code;
}

TEST_P(LoginBrake, ForgetsFailuresAfterASuccess) {
  fail(4, "192.0.2.1");
  ASSERT_EQ(code_of(login("ana@example.com", user_password, "192.0.2.1")), "");
  fail(4, "192.0.2.1");
  EXPECT_EQ(code_of(login("ana@example.com", user_password, "192.0.2.1")), "");
}

}  // namespace
