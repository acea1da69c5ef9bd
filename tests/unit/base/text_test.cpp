#include "base/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace {

using testing::ElementsAre;

// The UTF-8 form of random code points, ASCII and accented Latin more often than the rest.
std::string random_text(std::mt19937_64& random) {
  std::string text;
  for (std::size_t length = random() % 30; length > 0; --length) {
    const auto number = static_cast<char32_t>(random());
    const char32_t bounds[] = {0x80, 0x180, 0x530, 0x10000, 0x110000};
    base::append_utf8(text, number % bounds[random() % 5]);
  }
  return text;
}

TEST(Trim, TakesBlanksOfAllKindsOffBothEnds) {
  EXPECT_EQ(base::trim(" \t\r\n a b \v\f"), "a b");
  EXPECT_EQ(base::trim("\u00A0\u202F\uFEFF\u200Ba\u00A0b\u200B\uFEFF "), "a\u00A0b");
  EXPECT_EQ(base::trim("\u00A0 \u00A0"), "");
  EXPECT_EQ(base::trim(""), "");
  EXPECT_EQ(base::trim("à"), "à") << "its last byte is that of a no-break space";
}

TEST(Split, GivesEveryPart) {
  EXPECT_THAT(base::split("a;b;;c;", ';'), ElementsAre("a", "b", "", "c", ""));
  EXPECT_THAT(base::split("", ';'), ElementsAre(""));
  EXPECT_THAT(base::split(";", ';'), ElementsAre("", ""));
}

TEST(Join, PutsTheSeparatorBetween) {
  EXPECT_EQ(base::join({"a", "b", ""}, ", "), "a, b, ");
  EXPECT_EQ(base::join({}, ", "), "");
  EXPECT_EQ(base::join({"a"}, ", "), "a");
  EXPECT_EQ(base::join(std::vector<std::string_view>{"", "b"}, ", "), ", b");
}

TEST(UnlessEmpty, IsNothingForAnEmptyTextAlone) {
  EXPECT_EQ(base::unless_empty(""), std::nullopt);
  EXPECT_EQ(base::unless_empty(" "), " ");
}

TEST(PercentEncoded, KeepsWhatAnAddressHoldsAsItIs) {
  EXPECT_EQ(base::percent_encoded("AZaz09-_.~"), "AZaz09-_.~");
  EXPECT_EQ(base::percent_encoded("a/b c~é+=%"), "a%2Fb%20c~%C3%A9%2B%3D%25");
  EXPECT_EQ(base::percent_encoded("a/b c", "/"), "a/b%20c");
  EXPECT_EQ(base::percent_encoded(std::string_view("\0\n\xFF", 3)), "%00%0A%FF");
  EXPECT_EQ(base::percent_encoded(""), "");
}

TEST(Fold, MakesHeaderWordsComparable) {
  EXPECT_EQ(base::fold("Réf. Art. N°"), "ref art n");
  EXPECT_EQ(base::fold("  Prix d’achat (HT) "), "prix d achat ht");
  EXPECT_EQ(base::fold("PRODUKT_GRÖßE"), "produkt grosse");
  EXPECT_EQ(base::fold("STRAẞE"), "strasse");
  EXPECT_EQ(base::fold("Œuvre Æther Þing Łódź Đorđe"), "oeuvre aether thing lodz dorde");
  EXPECT_EQ(base::fold("Descripción/Año"), "descripcion ano");
  EXPECT_EQ(base::fold("Ελληνικά ΤΙΜΉ τιμής"), "ελληνικα τιμη τιμησ");
  EXPECT_EQ(base::fold("Цена ЁЛКИ Йод"), "цена елки иод");
  EXPECT_EQ(base::fold("İstanbul ılık Ștefan ơ"), "istanbul ilik stefan o");
  EXPECT_EQ(base::fold("10 m²"), "10 m2");
  EXPECT_EQ(base::fold("商品 名"), "商品 名");
}

TEST(Fold, TreatsCombinedAndSeparateAccentsAlike) {
  EXPECT_EQ(base::fold("Re\u0301fe\u0301rence"), base::fold("Référence"));
  EXPECT_EQ(base::fold("pri\u00ADx\u200B"), "prix");
}

TEST(Fold, LeavesNothingOfMarksAlone) {
  EXPECT_EQ(base::fold(""), "");
  EXPECT_EQ(base::fold(" - €%!… "), "");
  EXPECT_EQ(base::fold("a\xFF"
                       "b"),
            "a b");
}

TEST(Fold, ChangesNothingTheSecondTime) {
  std::mt19937_64 random(11);
  for (int i = 0; i < 20'000; ++i) {
    const std::string folded = base::fold(random_text(random));
    ASSERT_EQ(base::fold(folded), folded);
    ASSERT_TRUE(base::is_valid_utf8(folded));
    ASSERT_EQ(base::trim(folded), folded);
    ASSERT_EQ(folded.find("  "), std::string::npos);
  }
}

TEST(Fold, IgnoresCase) {
  std::mt19937_64 random(12);
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = random_text(random);
    ASSERT_EQ(base::fold(base::to_lower(text)), base::fold(text)) << text;
  }
}

TEST(Case, ChangesLatinGreekAndCyrillic) {
  EXPECT_EQ(base::to_lower("ÉTÉ ŒUVRE ŸŽ ΆΛΦΑ ЁЖ ҐȘ"), "été œuvre ÿž άλφα ёж ґș");
  EXPECT_EQ(base::to_upper("été œuvre ÿž άλφας ёж ґș ß"), "ÉTÉ ŒUVRE ŸŽ ΆΛΦΑΣ ЁЖ ҐȘ ß");
  EXPECT_EQ(base::to_lower("×÷日本 123"), "×÷日本 123");
  EXPECT_EQ(base::to_lower("A\xFFZ"), "a\xFFz");
  EXPECT_EQ(base::to_lower_ascii("AÉz"), "aÉz");
  EXPECT_EQ(base::to_upper_ascii("aéZ"), "AéZ");
}

TEST(Case, ComesBackFromUpperToLower) {
  for (char32_t letter = 0; letter < 0x2000; ++letter) {
    std::string text;
    base::append_utf8(text, letter);
    const std::string lower = base::to_lower(text);
    if (lower == text || letter == 0x0130 || letter == 0x1E9E) continue;
    ASSERT_EQ(base::to_upper(lower), text);
  }
}

TEST(Utf8, TellsValidTextFromInvalid) {
  for (const char* text : {"", "abcdefghijklmnop", "é", "€", "😀", "abcdefgh é abcdefgh"})
    EXPECT_TRUE(base::is_valid_utf8(text)) << text;
  for (const char* text : {"\x80", "\xC3", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                           "\xF5\x80\x80\x80", "abcdefgh\xE9t\xE9", "\xE2\x82"})
    EXPECT_FALSE(base::is_valid_utf8(text)) << text;
}

TEST(Utf8, WritesEveryScalarValue) {
  for (char32_t value = 0; value < 0x110000; value += value < 0x3000 ? 1 : 61) {
    std::string text;
    base::append_utf8(text, value);
    ASSERT_TRUE(base::is_valid_utf8(text)) << static_cast<unsigned>(value);
    ASSERT_EQ(base::utf8_length(text), 1U);
  }
  for (const char32_t value : {char32_t{0xD800}, char32_t{0xDFFF}, char32_t{0x110000}}) {
    std::string text;
    base::append_utf8(text, value);
    EXPECT_EQ(text, "\uFFFD");
  }
}

TEST(Utf8, CutsBetweenCodePoints) {
  EXPECT_EQ(base::utf8_prefix("déjà vu", 4), "déjà");
  EXPECT_EQ(base::utf8_prefix("déjà", 4), "déjà");
  EXPECT_EQ(base::utf8_prefix("déjà", 0), "");
  std::mt19937_64 random(13);
  for (int i = 0; i < 5000; ++i) {
    const std::string text = random_text(random);
    const std::size_t length = base::utf8_length(text);
    const std::size_t wanted = random() % 35;
    const auto prefix = base::utf8_prefix(text, wanted);
    ASSERT_EQ(base::utf8_length(prefix), std::min(length, wanted));
    ASSERT_TRUE(base::is_valid_utf8(prefix) && text.starts_with(prefix));
  }
}

TEST(GroupThousands, GroupsFromTheRight) {
  EXPECT_EQ(base::group_thousands(0), "0");
  EXPECT_EQ(base::group_thousands(999), "999");
  EXPECT_EQ(base::group_thousands(1000), "1,000");
  EXPECT_EQ(base::group_thousands(1234567, "\u202F"), "1\u202F234\u202F567");
  EXPECT_EQ(base::group_thousands(18446744073709551615ULL), "18,446,744,073,709,551,615");
}

}  // namespace
