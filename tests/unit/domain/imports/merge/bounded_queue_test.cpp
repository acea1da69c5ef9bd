#include "domain/imports/merge/bounded_queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <numeric>
#include <thread>
#include <vector>

namespace {

using imports::BoundedQueue;

TEST(BoundedQueue, HandsOverEverythingInOrderBetweenThreads) {
  BoundedQueue<int> queue(3);
  std::jthread producer([&] {
    for (int i = 0; i < 10'000; ++i) queue.push(i);
    queue.close();
  });
  int expected = 0;
  while (const auto value = queue.pop()) ASSERT_EQ(*value, expected++);
  EXPECT_EQ(expected, 10'000);
}

TEST(BoundedQueue, NeverHoldsMoreThanItsCapacity) {
  BoundedQueue<int> queue(2);
  std::atomic<int> pushed = 0;
  std::jthread producer([&] {
    for (int i = 0; i < 100 && queue.push(i); ++i) ++pushed;
  });
  for (int taken = 0; taken < 50; ++taken) {
    ASSERT_TRUE(queue.pop().has_value());
    EXPECT_LE(pushed.load(), taken + 1 + 2 + 1) << "taken, waiting in the queue, and one on its way";
  }
  queue.close();
}

TEST(BoundedQueue, ClosingFreesAWaitingProducerAndRefusesItsValue) {
  BoundedQueue<int> queue(1);
  ASSERT_TRUE(queue.push(1));
  std::atomic<bool> accepted = true;
  std::jthread producer([&] { accepted = queue.push(2); });
  queue.close();
  producer.join();
  EXPECT_FALSE(accepted.load());
  EXPECT_EQ(queue.pop(), 1) << "what was queued is still handed over";
  EXPECT_FALSE(queue.pop().has_value());
}

}  // namespace
