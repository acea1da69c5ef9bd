#include "platform/telemetry/work_scope.h"

#include <gtest/gtest.h>

#include <thread>

namespace platform::telemetry {
namespace {

TEST(WorkScope, NamesTheInnermostWorkOfItsOwnThread) {
  EXPECT_EQ(WorkScope::current(), "");
  const WorkScope request("request-1");
  {
    const WorkScope job("job-1");
    EXPECT_EQ(WorkScope::current(), "job-1");
    std::jthread([] { EXPECT_EQ(WorkScope::current(), ""); });
  }
  EXPECT_EQ(WorkScope::current(), "request-1");
}

}  // namespace
}  // namespace platform::telemetry
