#include "ops/release/watch.h"

#include <gmock/gmock.h>

#include "support/result_check.h"

namespace {

using ops::release::Judge;
using ops::release::read_metrics;
using ops::release::Reading;
using testing::HasSubstr;

std::string metrics(int good, int bad, int waiting = 0, int slow = 0) {
  const std::string route = "method=\"GET\",route=\"/api/v1/products\"";
  const std::string quick = std::to_string(good + bad - slow), all = std::to_string(good + bad);
  return "# HELP http_requests_total Requests answered.\n"
         "http_requests_total{" +
         route + ",status=\"200\"} " + std::to_string(good) + "\r\n" + "http_requests_total{" + route +
         ",status=\"503\"} " + std::to_string(bad) + "\n" +
         "http_requests_total{method=\"GET\",route=\"/health/ready\",status=\"503\"} 1000\n" +
         "http_request_duration_seconds_bucket{" + route + ",le=\"0.05\"} " + quick + "\n" +
         "http_request_duration_seconds_bucket{" + route + ",le=\"5\"} " + all + "\n" +
         "http_request_duration_seconds_bucket{" + route + ",le=\"+Inf\"} " + all + "\n" +
         "http_request_duration_seconds_bucket{method=\"GET\",route=\"/api/v1/ws\",le=\"+Inf\"} 500\n" +
         "db_pool_connections{database=\"catalog\",state=\"waiting\"} " + std::to_string(waiting) + "\n" +
         "db_pool_connections{database=\"catalog\",state=\"open\"} 30\n";
}

TEST(WatchedMetrics, CountRequestsButNotProbesAndOpenConnections) {
  const Reading reading = read_metrics(metrics(40, 2, 3));
  EXPECT_EQ(reading.requests, 42);
  EXPECT_EQ(reading.errors, 2);
  EXPECT_EQ(reading.waiting_for_connections, 3);
  EXPECT_EQ(reading.answered_within.rbegin()->second, 42);
}

TEST(WatchedMetrics, AreReadFromAnyText) {
  for (const char* const text :
       {"", "nonsense", "http_requests_total{ 5", "http_requests_total{route=\"/\"} many", "}{ 1"})
    EXPECT_EQ(read_metrics(text).requests, 0) << text;
}

TEST(WatchedVersion, StaysWhenItAnswers) {
  Judge judge({});
  EXPECT_FALSE(judge.take(read_metrics(metrics(0, 0))));
  EXPECT_FALSE(judge.take(read_metrics(metrics(5'000, 50))));
  EXPECT_THAT(judge.summary(), HasSubstr("5,050 requests, 50 errors, 95 of 100 within 50 ms"));
}

TEST(WatchedVersion, GoesWhenItAnswersWithErrors) {
  Judge judge({});
  EXPECT_FALSE(judge.take(read_metrics(metrics(100, 0))));
  const auto reason = judge.take(read_metrics(metrics(150, 10)));
  ASSERT_TRUE(reason);
  EXPECT_THAT(*reason, HasSubstr("10 of 160 requests"));
}

TEST(WatchedVersion, IsNotJudgedByAHandfulOfRequests) {
  Judge judge({});
  EXPECT_FALSE(judge.take(read_metrics(metrics(0, 19))));
  EXPECT_TRUE(judge.take(read_metrics(metrics(0, 20))));
}

TEST(WatchedVersion, GoesWhenItIsSlow) {
  Judge judge({});
  EXPECT_FALSE(judge.take(read_metrics(metrics(0, 0))));
  EXPECT_FALSE(judge.take(read_metrics(metrics(100, 0, 0, 5))));
  const auto reason = judge.take(read_metrics(metrics(200, 0, 0, 11)));
  ASSERT_TRUE(reason);
  EXPECT_THAT(*reason, HasSubstr("longer than 2000 ms"));
}

TEST(WatchedVersion, IsNotBlamedForTheTimeOfTheReleaseItself) {
  Judge judge({});
  EXPECT_FALSE(judge.take(read_metrics(metrics(100, 0, 0, 60))));
  EXPECT_FALSE(judge.take(read_metrics(metrics(300, 0, 0, 60))));
  EXPECT_THAT(judge.summary(), HasSubstr("300 requests, 0 errors, 95 of 100 within 50 ms"));
  EXPECT_TRUE(judge.take(read_metrics(metrics(400, 0, 0, 90))));
}

// A process of the new version that was started once more counts from nothing.
TEST(WatchedVersion, IsJudgedFromItsLastStart) {
  Judge judge({});
  EXPECT_FALSE(judge.take(read_metrics(metrics(1'000, 0))));
  EXPECT_FALSE(judge.take(read_metrics(metrics(10, 0))));
  EXPECT_TRUE(judge.take(read_metrics(metrics(40, 0, 0, 20))));
}

TEST(WatchedVersion, GoesWhenItRunsOutOfConnectionsForGood) {
  Judge judge({});
  EXPECT_FALSE(judge.take(read_metrics(metrics(0, 0, 4))));
  EXPECT_FALSE(judge.take(read_metrics(metrics(0, 0, 4))));
  EXPECT_FALSE(judge.take(read_metrics(metrics(0, 0, 0))));
  EXPECT_FALSE(judge.take(read_metrics(metrics(0, 0, 4))));
  EXPECT_FALSE(judge.take(read_metrics(metrics(0, 0, 4))));
  const auto reason = judge.take(read_metrics(metrics(0, 0, 7)));
  ASSERT_TRUE(reason);
  EXPECT_THAT(*reason, HasSubstr("7 requests waited for a database connection"));
}

}  // namespace
