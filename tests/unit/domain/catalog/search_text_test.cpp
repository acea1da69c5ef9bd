#include "domain/catalog/search_text.h"

#include <gtest/gtest.h>

#include "domain/catalog/search_document.h"

namespace {

using catalog::parse_search;
using catalog::typing_distance;
using platform::db::Engine;

TEST(SearchText, HoldsNothingButFoldedWords) {
  const auto text = parse_search("  Théière* \"EN\" fonte; ");
  ASSERT_EQ(text.words.size(), 3U);
  EXPECT_EQ(text.words[0].word, "theiere");
  EXPECT_EQ(text.words[1].word, "en");
  EXPECT_EQ(text.words[2].word, "fonte");
}

TEST(SearchText, SignsAloneAreNoSearch) {
  EXPECT_TRUE(parse_search("").is_empty());
  EXPECT_TRUE(parse_search(" *\"'()%_ ").is_empty());
}

TEST(SearchText, AGtinIsLookedForAsTypedAndAsStored) {
  const auto text = parse_search("376 0001 234565");
  ASSERT_EQ(text.words.size(), 1U);
  EXPECT_EQ(text.words[0].word, "3760001234565");
  EXPECT_EQ(text.words[0].alternatives, std::vector<std::string>{"03760001234565"});
  EXPECT_EQ(text.code, "3760001234565");
}

TEST(SearchText, LongWordsMayBeOnlyBegunShortOnesNot) {
  EXPECT_EQ(words_query(parse_search("tv four"), Engine::sqlite), "(\"tv\") AND (\"four\" *)");
  EXPECT_EQ(words_query(parse_search("tv four"), Engine::postgres), "('tv') & ('four':*)");
}

TEST(SearchText, WordsWithDigitsAreLookedForAmongTheCodesToo) {
  EXPECT_EQ(words_query(parse_search("four kg36"), Engine::sqlite), "(\"four\" *) AND (\"kg36\" * OR \"0kg36\" *)");
  EXPECT_EQ(words_query(parse_search("a4"), Engine::postgres), "('a4' | '0a4')");
  EXPECT_EQ(words_query(parse_search("four 3760001234560"), Engine::postgres),
            "('four':*) & ('3760001234560':* | '03760001234560':* | '003760001234560')");
}

TEST(SearchText, PartsAreThreeLettersNotThreeBytes) {
  EXPECT_EQ(catalog::all_parts_query("ab12"), "\"ab1\" AND \"b12\"");
  EXPECT_EQ(catalog::any_part_query("ωμέγα"), "\"έγα\" OR \"μέγ\" OR \"ωμέ\"");
  EXPECT_EQ(catalog::all_parts_query("ab"), "");
}

TEST(SearchText, ASlipIsALetterTooManyMissingWrongOrSwapped) {
  EXPECT_EQ(typing_distance("four", "four", 2), 0);
  EXPECT_EQ(typing_distance("four", "foru", 2), 1);
  EXPECT_EQ(typing_distance("four", "for", 2), 1);
  EXPECT_EQ(typing_distance("four", "fouur", 2), 1);
  EXPECT_EQ(typing_distance("four", "fous", 2), 1);
  EXPECT_EQ(typing_distance("four", "kettle", 2), 3);
  EXPECT_EQ(typing_distance(std::string(500, 'a'), "a", 2), 3);
}

TEST(SearchText, WholeWordsOutrankBeginningsAndCodesOutrankWords) {
  const auto text = parse_search("four");
  EXPECT_GT(relevance(text, "four", ""), relevance(text, "fourchette", ""));
  EXPECT_GT(relevance(text, "moufle", "0four"), relevance(text, "four", ""));
  EXPECT_GT(relevance(text, "four encastrable", ""), relevance(text, "plaque pour four", ""));
}

TEST(SearchDocument, HoldsEachCodeOnceWithoutMarks) {
  const auto document = catalog::make_document("Four Brandt", "BRANDT", "03760001234565", {"AB-12.x", "ab 12x", "--"});
  EXPECT_EQ(document.words, "four brandt");
  EXPECT_EQ(document.codes, "003760001234565 0ab12x");
}

TEST(SearchDocument, SurvivesNamesOfAnyLengthAndKind) {
  const auto document = catalog::make_document(std::string(100'000, 'x'), "", "", {std::string(10'000, '7')});
  EXPECT_EQ(document.words.size(), 500U);
  EXPECT_EQ(document.codes.size(), 65U);
  EXPECT_EQ(catalog::make_document("***", "", "", {}).words, "");
}

}  // namespace
