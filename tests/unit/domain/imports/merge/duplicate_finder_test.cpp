#include "domain/imports/merge/duplicate_finder.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

#include "support/result_check.h"

namespace {

using imports::DuplicateFinder;
using imports::DuplicatePolicy;
using test::must;

imports::Record record(std::uint64_t number, std::string_view content) {
  imports::Record made;
  made.number = number;
  made.fields = {content};
  return made;
}

DuplicateFinder finder_of(DuplicatePolicy policy, const std::vector<std::pair<std::string, std::string>>& rows) {
  DuplicateFinder finder(policy);
  for (std::size_t i = 0; i < rows.size(); ++i)
    must(finder.add(rows[i].first, i + 1, content_hash(record(i + 1, rows[i].second))));
  must(finder.finish());
  return finder;
}

TEST(DuplicateFinder, LeavesAloneWhatComesOnce) {
  auto finder = finder_of(DuplicatePolicy::quarantine, {{"A", "x"}, {"B", "y"}});
  EXPECT_FALSE(must(finder.verdict(1)).has_value());
  EXPECT_FALSE(must(finder.verdict(2)).has_value());
}

TEST(DuplicateFinder, TheFirstRowSpeaksAndLaterOnesNameIt) {
  auto finder = finder_of(DuplicatePolicy::quarantine, {{"A", "x"}, {"B", "y"}, {"A", "z"}});
  EXPECT_FALSE(must(finder.verdict(1)).has_value());
  const auto later = must(finder.verdict(3));
  ASSERT_TRUE(later.has_value());
  EXPECT_EQ(later->speaker, 1U);
  EXPECT_FALSE(later->identical);
}

TEST(DuplicateFinder, UnderLastTheLastRowSpeaks) {
  auto finder = finder_of(DuplicatePolicy::last, {{"A", "x"}, {"A", "y"}, {"A", "z"}});
  EXPECT_EQ(must(finder.verdict(1))->speaker, 3U);
  EXPECT_EQ(must(finder.verdict(2))->speaker, 3U);
  EXPECT_FALSE(must(finder.verdict(3)).has_value());
}

TEST(DuplicateFinder, KnowsARowThatRepeatsAnotherWordForWord) {
  auto finder = finder_of(DuplicatePolicy::first, {{"A", "x"}, {"A", "x"}});
  EXPECT_TRUE(must(finder.verdict(2))->identical);
}

TEST(DuplicateFinder, AgreesWithAMapOnManyRandomRows) {
  for (const DuplicatePolicy policy : {DuplicatePolicy::first, DuplicatePolicy::last}) {
    std::mt19937 random(7);
    std::vector<std::pair<std::string, std::string>> rows;
    for (int i = 0; i < 20'000; ++i) rows.emplace_back(std::to_string(random() % 9'000), std::to_string(random() % 3));
    std::map<std::string, std::size_t> speaker;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (policy == DuplicatePolicy::last) {
        speaker[rows[i].first] = i;
      } else {
        speaker.emplace(rows[i].first, i);
      }
    }
    auto finder = finder_of(policy, rows);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::size_t expected = speaker[rows[i].first];
      const auto verdict = must(finder.verdict(i + 1));
      ASSERT_EQ(verdict.has_value(), expected != i) << "row " << i + 1;
      if (!verdict) continue;
      EXPECT_EQ(verdict->speaker, expected + 1);
      EXPECT_EQ(verdict->identical, rows[expected].second == rows[i].second);
    }
  }
}

}  // namespace
