#include "ops/checks/checks.h"

#include <stdexcept>
#include <thread>

#include "ops/checks/address.h"
#include "ops/checks/doctor_checks.h"

namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Checks, AreAllRunWhateverBecomesOfOne) {
  const auto examination =
      ops::run_checks({{"thrown", []() -> ops::Findings { throw std::runtime_error("broken in two"); }},
                       {"two",
                        [] {
                          return ops::Findings{ops::fine("two", "well"), ops::worrying("two", "so so", "rest")};
                        }},
                       {"none", [] { return ops::Findings{}; }}});
  ASSERT_EQ(examination.findings.size(), 3U);
  EXPECT_EQ(examination.findings[0].state, ops::State::failed);
  EXPECT_THAT(examination.findings[0].found, HasSubstr("broken in two"));
  EXPECT_EQ(examination.findings[2].found, "so so");
  EXPECT_TRUE(examination.all_ended);
  EXPECT_EQ(ops::worst_of(examination.findings), ops::State::failed);
}

TEST(Checks, DoNotWaitForOneThatHangs) {
  const auto began = std::chrono::steady_clock::now();
  const auto examination = ops::run_checks({{"hangs",
                                             [] {
                                               std::this_thread::sleep_for(1500ms);
                                               return ops::Findings{ops::fine("hangs", "at last")};
                                             },
                                             100ms},
                                            {"quick", [] { return ops::Findings{ops::fine("quick", "well")}; }}});
  EXPECT_LT(std::chrono::steady_clock::now() - began, 1s);
  EXPECT_FALSE(examination.all_ended);
  ASSERT_EQ(examination.findings.size(), 2U);
  EXPECT_EQ(examination.findings[0].state, ops::State::failed);
  EXPECT_THAT(examination.findings[0].found, HasSubstr("No answer"));
  EXPECT_EQ(examination.findings[1].state, ops::State::ok);
  std::this_thread::sleep_for(1600ms);  // the thread left behind ends before the test program does
}

TEST(Checks, AreRunAtOnce) {
  std::vector<ops::Check> checks;
  for (int i = 0; i < 10; ++i) {
    checks.push_back({"slow", [] {
                        std::this_thread::sleep_for(300ms);
                        return ops::Findings{};
                      }});
  }
  const auto began = std::chrono::steady_clock::now();
  ops::run_checks(checks);
  EXPECT_LT(std::chrono::steady_clock::now() - began, 2s);
}

TEST(Checks, JudgeClocksByHowFarTheyAreApart) {
  EXPECT_EQ(ops::clock_finding("clock", "the server", 500ms).state, ops::State::ok);
  EXPECT_EQ(ops::clock_finding("clock", "the server", -5s).state, ops::State::warning);
  const auto far = ops::clock_finding("clock", "the server", -90s);
  EXPECT_EQ(far.state, ops::State::failed);
  EXPECT_THAT(far.found, HasSubstr("the server are 90 seconds apart"));
}

TEST(Checks, TellTimesAsPeopleDo) {
  EXPECT_EQ(ops::about(1s), "1 second");
  EXPECT_EQ(ops::about(-5min), "5 minutes");
  EXPECT_EQ(ops::about(30h), "30 hours");
  EXPECT_EQ(ops::about(24h * 12), "12 days");
}

TEST(Addresses, AreTakenApart) {
  const auto address = ops::address_in("https://Shop.example/app?x=1").value();
  EXPECT_EQ(address.host, "shop.example");
  EXPECT_EQ(address.port, "443");
  EXPECT_EQ(address.path, "/app");
  EXPECT_TRUE(address.is_encrypted());
  EXPECT_EQ(ops::address_in("http://[::1]:8000").value().host, "::1");
  EXPECT_EQ(ops::address_in("http://[::1]:8000").value().port, "8000");
  EXPECT_EQ(ops::address_in("http://shop.example").value().port, "80");
}

TEST(Addresses, AreRefusedWhenTheyAreNone) {
  for (const char* const text : {"shop.example", "ftp://shop.example", "http://", "http://u:p@shop.example",
                                 "http://shop.example:http", "http://a b", "http://a\r\nHost: b"}) {
    EXPECT_EQ(ops::address_in(text), std::nullopt) << text;
  }
}

}  // namespace
