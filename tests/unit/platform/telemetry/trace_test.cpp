#include "platform/telemetry/trace.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <thread>

#include "platform/telemetry/log.h"

namespace platform::telemetry {
namespace {

TEST(Trace, IsThatOfTheInnermostScopeOfTheThread) {
  EXPECT_EQ(TraceScope::current(), "");
  const TraceScope outer("aa");
  {
    const TraceScope inner("bb");
    EXPECT_EQ(TraceScope::current(), "bb");
    std::thread([] { EXPECT_EQ(TraceScope::current(), "") << "another thread works on something else"; }).join();
  }
  EXPECT_EQ(TraceScope::current(), "aa");
}

TEST(Trace, KeepsItsStepsInTheOrderTheyEnded) {
  { const SpanScope nobody("of no trace"); }
  const TraceScope trace(new_trace_id());
  { const SpanScope step("scan"); }
  {
    const SpanScope step("merge");
    const SpanScope part("part of merge");
  }
  ASSERT_EQ(trace.spans().size(), 3U);
  EXPECT_EQ(trace.spans()[0].name, "scan");
  EXPECT_EQ(trace.spans()[1].name, "part of merge");
  EXPECT_EQ(trace.spans()[2].name, "merge");
  EXPECT_LE(trace.spans()[2].began, trace.spans()[1].began);
}

TEST(Trace, IsSentWholeOrNotAtAll) {
  int chosen = 0;
  for (int i = 0; i < 4'000; ++i) {
    const std::string id = new_trace_id();
    ASSERT_EQ(id.size(), 32U);
    EXPECT_TRUE(is_in_share(id, 1));
    EXPECT_FALSE(is_in_share(id, 0));
    EXPECT_EQ(is_in_share(id, 0.25), is_in_share(id, 0.25));
    if (is_in_share(id, 0.25)) ++chosen;
  }
  EXPECT_GT(chosen, 800);
  EXPECT_LT(chosen, 1'200);
}

TEST(Trace, IsNamedInTheLogLinesOfItsThread) {
  std::FILE* const file = std::tmpfile();
  ASSERT_NE(file, nullptr);
  Log json(LogStyle::json, base::LogLevel::info, file);
  Log readable(LogStyle::readable, base::LogLevel::info, file);
  json.info("before");
  {
    const TraceScope trace("0123abcd");
    json.info("during");
    readable.info("during, for people");
  }
  std::rewind(file);
  std::string text(4096, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file));
  std::fclose(file);
  EXPECT_EQ(text.find("trace_id"), text.find(R"("trace_id":"0123abcd")") + 1) << text;
  EXPECT_NE(text.find("during, for people  trace_id=0123abcd\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace platform::telemetry
