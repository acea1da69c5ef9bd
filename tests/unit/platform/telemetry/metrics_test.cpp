#include "platform/telemetry/metrics.h"

#include <gmock/gmock.h>

#include "platform/telemetry/process.h"

namespace platform::telemetry {
namespace {

using testing::HasSubstr;

TEST(Metrics, FiguresAreAskedForAtEachScrape) {
  Metrics metrics;
  double value = 1;
  metrics.gauge("rooms", "Rooms.", [&] { return std::vector<Sample>{{{{"floor", "1"}}, value}}; });
  metrics.counter("visits_total", "Visits.", [&] { return std::vector<Sample>{{{}, value}}; });
  EXPECT_THAT(metrics.text(), HasSubstr("# TYPE rooms gauge\nrooms{floor=\"1\"} 1\n"));
  value = 2;
  EXPECT_THAT(metrics.text(), HasSubstr("# TYPE visits_total counter\nvisits_total 2\n"));
}

TEST(Metrics, SummariesShowCountSumAndQuantiles) {
  Metrics metrics;
  metrics.summary("wait_seconds", "Waiting.", [] {
    return std::vector<SummarySample>{{{{"name", "a"}}, 4, 1.5, {{0.95, 0.75}}}};
  });
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("# TYPE wait_seconds summary\n"));
  EXPECT_THAT(text, HasSubstr("wait_seconds_count{name=\"a\"} 4\n"));
  EXPECT_THAT(text, HasSubstr("wait_seconds_sum{name=\"a\"} 1.5\n"));
  EXPECT_THAT(text, HasSubstr("wait_seconds{name=\"a\",quantile=\"0.95\"} 0.75\n"));
}

TEST(Metrics, TheProcessTellsOfItself) {
  Metrics metrics;
  add_process_metrics(metrics);
  for (const char* name : {"process_resident_memory_bytes ", "process_threads ", "process_open_fds ",
                           "process_start_time_seconds ", "process_memory_limit_bytes "}) {
    EXPECT_THAT(metrics.text(), HasSubstr(name));
  }
}

TEST(Metrics, AProcessMayHoldMoreMemoryThanItHolds) {
  EXPECT_GT(memory_limit_bytes(), process_state().resident_bytes);
}

}  // namespace
}  // namespace platform::telemetry
