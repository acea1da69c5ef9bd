#include "domain/imports/merge/external_sorter.h"

#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "support/result_check.h"

namespace {

using test::must;
using Sorter = imports::ExternalSorter<std::uint64_t, std::less<>>;

std::vector<std::uint64_t> drained(Sorter& sorter) {
  must(sorter.finish());
  std::vector<std::uint64_t> values;
  for (std::uint64_t value = 0; must(sorter.next(value));) values.push_back(value);
  return values;
}

TEST(ExternalSorter, GivesNothingWhenNothingWasAdded) {
  Sorter sorter(4);
  EXPECT_TRUE(drained(sorter).empty());
}

TEST(ExternalSorter, SortsTheSameInMemoryAndThroughFiles) {
  std::mt19937_64 random(3);
  for (const std::size_t count : {1U, 3U, 4U, 5U, 8U, 1'000U, 10'007U}) {
    std::vector<std::uint64_t> expected;
    for (std::size_t i = 0; i < count; ++i) expected.push_back(random() % 500);
    for (const std::size_t run_length : {4U, 64U, 100'000U}) {
      Sorter sorter(run_length);
      for (const std::uint64_t value : expected) must(sorter.add(value));
      auto sorted = expected;
      std::sort(sorted.begin(), sorted.end());
      EXPECT_EQ(drained(sorter), sorted) << count << " values in runs of " << run_length;
    }
  }
}

}  // namespace
