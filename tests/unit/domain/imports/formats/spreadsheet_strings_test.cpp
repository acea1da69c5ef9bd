#include "domain/imports/formats/spreadsheet_strings.h"

#include <gtest/gtest.h>

namespace imports {
namespace {

std::string text_number(std::size_t i) {
  return "text " + std::to_string(i) + std::string(i % 97, 'x');
}

TEST(StringStore, FindsTextsInMemory) {
  StringStore store;
  ASSERT_TRUE(store.add("first"));
  ASSERT_TRUE(store.add(""));
  ASSERT_TRUE(store.add("third"));
  EXPECT_EQ(store.get(0).value(), "first");
  EXPECT_EQ(store.get(1).value(), "");
  EXPECT_EQ(store.get(2).value(), "third");
  EXPECT_FALSE(store.is_spilled());
}

TEST(StringStore, FindsTextsSetAsideOnDiskInAnyOrder) {
  StringStore store(1'000);
  constexpr std::size_t count = 20'000;
  for (std::size_t i = 0; i < count; ++i) ASSERT_TRUE(store.add(text_number(i)));
  ASSERT_TRUE(store.is_spilled());
  ASSERT_EQ(store.size(), count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto index = i * 7'919 % count;
    ASSERT_EQ(store.get(index).value(), text_number(index));
  }
}

TEST(StringStore, FindsTextsAddedBetweenReads) {
  StringStore store(100);
  for (std::size_t i = 0; i < 2'000; ++i) {
    ASSERT_TRUE(store.add(text_number(i)));
    ASSERT_EQ(store.get(i).value(), text_number(i));
    ASSERT_EQ(store.get(i / 2).value(), text_number(i / 2));
  }
}

TEST(StringStore, KeepsATextLongerThanAPage) {
  StringStore store(10);
  const std::string large(100'000, 'y');
  ASSERT_TRUE(store.add("a"));
  ASSERT_TRUE(store.add(large));
  ASSERT_TRUE(store.add("b"));
  EXPECT_EQ(store.get(1).value(), large);
  EXPECT_EQ(store.get(2).value(), "b");
}

}  // namespace
}  // namespace imports
