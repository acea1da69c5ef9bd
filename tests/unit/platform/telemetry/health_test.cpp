#include "platform/telemetry/health.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "support/waiting.h"

namespace platform::telemetry {
namespace {

using namespace std::chrono_literals;

constexpr base::ProblemKind away{"test.away", "Away", 503, base::LogLevel::warning};

class HealthMonitorTest : public ::testing::Test {
 protected:
  HealthMonitorTest() {
    monitor_.watch("database", [this]() -> base::Result<> {
      while (is_stuck_) std::this_thread::sleep_for(1ms);
      if (is_away_) return base::failure(away, "The server refuses.", "Start it.");
      return {};
    });
  }
  ~HealthMonitorTest() override { is_stuck_ = false; }
  ServiceHealth now() const { return monitor_.services().at(0); }
  bool becomes(bool healthy) const {
    return test::comes_true([&] { return now().is_healthy == healthy; }, 10s);
  }

  std::atomic<bool> is_stuck_ = false, is_away_ = false;
  HealthMonitor monitor_{5ms, 50ms};
};

TEST_F(HealthMonitorTest, TellsHowLongAgoAServiceWasWell) {
  ASSERT_TRUE(becomes(true));
  EXPECT_LT(now().well_ago.value(), 5s);
  is_away_ = true;
  ASSERT_TRUE(becomes(false));
  EXPECT_EQ(now().problem, "The server refuses.");
  EXPECT_TRUE(test::comes_true([&] { return now().well_ago > 100ms; }, 10s)) << "failures do not count as well";
  is_away_ = false;
  ASSERT_TRUE(becomes(true));
  EXPECT_TRUE(test::comes_true([&] { return now().well_ago < 50ms; }, 10s));
}

TEST_F(HealthMonitorTest, ACheckThatDoesNotEndCountsAsFailed) {
  ASSERT_TRUE(becomes(true));
  is_stuck_ = true;
  ASSERT_TRUE(becomes(false));
  EXPECT_EQ(now().problem, "It does not answer.");
  EXPECT_TRUE(now().well_ago.has_value());
  is_stuck_ = false;
  EXPECT_TRUE(becomes(true));
}

TEST(HealthMonitor, WhatNeverAnsweredWasNeverWell) {
  HealthMonitor monitor(5ms, 50ms);
  monitor.watch("database", []() -> base::Result<> { return base::failure(away, "The server refuses.", "Start it."); });
  EXPECT_TRUE(test::comes_true([&] { return monitor.services().at(0).problem == "The server refuses."; }, 10s));
  EXPECT_FALSE(monitor.services().at(0).is_healthy);
  EXPECT_FALSE(monitor.services().at(0).well_ago.has_value());
}

}  // namespace
}  // namespace platform::telemetry
