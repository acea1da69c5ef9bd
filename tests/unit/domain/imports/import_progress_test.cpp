#include "domain/imports/import_progress.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace {

using namespace std::chrono_literals;
using imports::Phase;
using imports::ProgressTeller;
using Clock = ProgressTeller::Clock;

class Told : public ::testing::Test {
 protected:
  boost::json::value last() const { return boost::json::parse(told_.back()); }
  std::vector<std::string> told_;
  base::Uuid id_ = base::Uuid::generate();
  ProgressTeller teller_{id_, "alpha", [this](std::string json) { told_.push_back(std::move(json)); }};
  Clock::time_point start_ = Clock::now();
};

TEST_F(Told, SpeaksAtMostFiveTimesASecond) {
  for (int ms = 0; ms < 1'000; ++ms) {
    teller_.reached({Phase::merging, static_cast<std::uint64_t>(ms), 1'000}, start_ + std::chrono::milliseconds(ms));
  }
  EXPECT_EQ(told_.size(), 5U);
}

TEST_F(Told, SpeaksAtEachChangeOfPhase) {
  teller_.reached({Phase::reading, 10, 0}, start_);
  teller_.reached({Phase::merging, 0, 10}, start_ + 1ms);
  ASSERT_EQ(told_.size(), 2U);
  EXPECT_EQ(last().at("phase").as_string(), "merge");
}

TEST_F(Told, GivesRateAndTimeLeftOfWhatThisRunDid) {
  teller_.reached({Phase::merging, 500, 1'000}, start_);
  teller_.reached({Phase::merging, 600, 1'000}, start_ + 1s);
  EXPECT_EQ(last().at("id").as_string(), id_.to_string());
  EXPECT_EQ(last().at("done").to_number<int>(), 600);
  EXPECT_EQ(last().at("total").to_number<int>(), 1'000);
  EXPECT_EQ(last().at("rate").to_number<int>(), 100);
  EXPECT_EQ(last().at("seconds_left").to_number<int>(), 4);
  EXPECT_EQ(last().at("unit").as_string(), "rows");
}

TEST_F(Told, LeavesOpenWhatIsNotKnown) {
  teller_.reached({Phase::copying, 500, 0}, start_);
  EXPECT_TRUE(last().at("total").is_null());
  EXPECT_TRUE(last().at("seconds_left").is_null());
  EXPECT_EQ(last().at("unit").as_string(), "bytes");
}

}  // namespace
