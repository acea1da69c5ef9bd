#include "integration/queue/queue_fixture.h"

namespace {

using test::must;

class Announcements : public test::QueueTest {};
INSTANTIATE_TEST_SUITE_P(Engines, Announcements, test::both_engines(), test::engine_name);

TEST_P(Announcements, NewWorkIsToldToOtherProcessesOnce) {
  int told = 0;
  jobs().on_work([&] { ++told; });
  auto job = work();
  job.unique_key = "only one";
  enqueued(job);
  EXPECT_EQ(told, 1);
  enqueued(job);
  EXPECT_EQ(told, 1) << "the same work again is no news";
  must(jobs().release(ticket(leased())));
  EXPECT_EQ(told, 2);
}

TEST_P(Announcements, WhatOthersTellIsNotToldOn) {
  int told = 0;
  jobs().on_work([&] { ++told; });
  const auto seen = jobs().doorbell().rings();
  jobs().doorbell().ring();  // as the one who hears the other processes does
  EXPECT_GT(jobs().doorbell().rings(), seen);
  EXPECT_EQ(told, 0);
}

}  // namespace
