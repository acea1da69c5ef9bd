#include "domain/imports/formats/encoding.h"

#include <gtest/gtest.h>

#include <iconv.h>

#include <random>
#include <string>
#include <vector>

#include "base/text.h"
#include "domain/imports/formats/decoded_source.h"
#include "support/result_check.h"
#include "support/trickle_source.h"

namespace {

using imports::canonical_encoding;
using imports::detect_encoding;
using test::must;

constexpr std::string_view french =
    "réf;désignation;prix\nA1;Café moulu à l’ancienne, goût corsé;12,50\nA2;Thé vert bio où çà;3,20\n"
    "A3;Clé plate forgée, tête chromée;7,90\nA4;Crème brûlée légère;4,10\nA5;Pâte à tartiner noisette;5,60\n";
constexpr std::string_view german =
    "Nr;Bezeichnung\n1;Schlüsselanhänger groß\n2;Küchenmesser für Obst und Gemüse\n3;Öl für Motorsägen\n"
    "4;Größe: übergroß, Maße 40\n5;Brötchenröster weiß\n6;Gehäuselüfter mit Dämpfung\n";
constexpr std::string_view russian =
    "код;Название\n1;Насос водяной\n2;Фильтр масляный для двигателя\n3;Комплект сцепления\n4;Подшипник ступицы\n";
constexpr std::string_view polish =
    "kod;nazwa\n1;Łańcuch do piły łańcuchowej\n2;Żarówka świecąca biała\n3;Pędzel płaski do farb i lakierów\n"
    "4;Śruba ocynkowana sześciokątna\n5;Wąż ogrodowy wzmocniony, długość\n6;Gniazdo wtykowe podwójne z kołkiem\n";

std::string encode(std::string_view utf8, const std::string& encoding) {
  const iconv_t handle = iconv_open((encoding + "//TRANSLIT").c_str(), "UTF-8");
  std::string in(utf8);
  std::string out(utf8.size() * 4 + 16, '\0');
  char* from = in.data();
  char* to = out.data();
  std::size_t left = in.size();
  std::size_t room = out.size();
  EXPECT_NE(iconv(handle, &from, &left, &to, &room), static_cast<std::size_t>(-1)) << encoding;
  iconv_close(handle);
  out.resize(out.size() - room);
  return out;
}

std::string decode(const std::string& bytes, std::string_view encoding, std::size_t at_once = 7,
                   std::shared_ptr<imports::RepairLog> log = nullptr) {
  const auto source = must(imports::decode_text(test::trickle(bytes, at_once), encoding, std::move(log)));
  return must(imports::read_head(*source, 1U << 24U));
}

std::string detected(std::string_view utf8, const std::string& encoding) {
  return detect_encoding(encode(utf8, encoding), true).name;
}

TEST(DetectEncoding, BelievesTheByteOrderMark) {
  EXPECT_EQ(detect_encoding(std::string("\xEF\xBB\xBFsku"), true).name, "UTF-8");
  EXPECT_EQ(detect_encoding(std::string("\xFF\xFEs\0k\0", 6), true).name, "UTF-16LE");
  EXPECT_EQ(detect_encoding(std::string("\xFE\xFF\0s\0k", 6), true).name, "UTF-16BE");
  EXPECT_EQ(detect_encoding(std::string("\xEF\xBB\xBFsku"), true).confidence, 1.0);
}

TEST(DetectEncoding, CallsAsciiAndValidTextUtf8) {
  EXPECT_EQ(detect_encoding(std::string_view("sku,price\nA,1\n"), true).name, "UTF-8");
  EXPECT_EQ(detect_encoding(french, true).name, "UTF-8");
  EXPECT_EQ(detect_encoding(std::string_view(), true).name, "UTF-8");
}

TEST(DetectEncoding, ForgivesACharacterCutAtTheEndOfTheSample) {
  EXPECT_EQ(detect_encoding(std::string_view("caf\xC3\xA9 caf\xC3"), false).name, "UTF-8");
}

TEST(DetectEncoding, SeesUtf16WithoutMark) {
  EXPECT_EQ(detected(french, "UTF-16LE"), "UTF-16LE");
  EXPECT_EQ(detected(french, "UTF-16BE"), "UTF-16BE");
  EXPECT_EQ(detected(russian, "UTF-16LE"), "UTF-16LE");
}

TEST(DetectEncoding, DoesNotTakeAFewNulBytesForUtf16) {
  EXPECT_EQ(detect_encoding(std::string("sku;name\n1;a\0b\n2;some long name of a product\n", 45), true).name, "UTF-8");
}

TEST(DetectEncoding, DoesNotTakeNulTerminatedLinesForUtf16) {
  EXPECT_EQ(detect_encoding(std::string("hello\n\0world\0\n", 14), true).name, "UTF-8");
}

TEST(DetectEncoding, TellsTheEncodingsOfWesternEurope) {
  EXPECT_EQ(detected(french, "CP1252"), "windows-1252");
  EXPECT_EQ(detected(german, "CP1252"), "windows-1252");
  EXPECT_EQ(detected(german, "CP850"), "IBM850");
  EXPECT_EQ(detected(french, "CP850"), "IBM850");
  EXPECT_EQ(detected(french, "MACINTOSH"), "macintosh");
}

TEST(DetectEncoding, TellsTheEuroSignOfIso885915) {
  EXPECT_EQ(detected("sku;prix\nA;12,50 €\nB;13,00 €\nC;cœur doré\nD;œuf à la coque\n", "ISO-8859-15"), "ISO-8859-15");
  EXPECT_EQ(detected("sku;prix\nA;12,50 €\nB;13,00 €\nC;cœur doré\nD;œuf à la coque\n", "CP1252"), "windows-1252");
}

TEST(DetectEncoding, TellsCyrillicAndPolish) {
  EXPECT_EQ(detected(russian, "CP1251"), "windows-1251");
  EXPECT_EQ(detected(russian, "KOI8-R"), "KOI8-R");
  EXPECT_EQ(detected(russian, "CP866"), "IBM866");
  EXPECT_EQ(detected(polish, "CP1250"), "windows-1250");
}

TEST(DetectEncoding, ReadsOneAccentAsWindows1252) {
  const auto guess = detect_encoding(std::string_view("sku;name\n1;Caf\xE9\n"), true);
  EXPECT_EQ(guess.name, "windows-1252");
  EXPECT_LT(guess.confidence, 0.95);
  EXPECT_FALSE(guess.reason.empty());
}

TEST(DetectEncoding, KeepsUtf8ForAFileWithAFewWrongBytes) {
  const std::string mixed = std::string(french) + "A6;P\xE2t\xE9;1\n";
  EXPECT_EQ(detect_encoding(mixed, true).name, "UTF-8");
}

TEST(CanonicalEncoding, KnowsWhatPeopleCallThem) {
  EXPECT_EQ(must(canonical_encoding("utf8")), "UTF-8");
  EXPECT_EQ(must(canonical_encoding("UTF_16le")), "UTF-16LE");
  EXPECT_EQ(must(canonical_encoding("Latin-1")), "ISO-8859-1");
  EXPECT_EQ(must(canonical_encoding("CP1252")), "windows-1252");
  EXPECT_EQ(must(canonical_encoding("ansi")), "windows-1252");
  EXPECT_EQ(must(canonical_encoding("iso8859-15")), "ISO-8859-15");
}

TEST(CanonicalEncoding, ListsTheSupportedOnesForAnUnknownName) {
  const auto failed = canonical_encoding("klingon");
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code(), "import.encoding_unknown");
  EXPECT_NE(failed.error().message.find("klingon"), std::string::npos);
  EXPECT_NE(failed.error().cure.find("ISO-8859-15"), std::string::npos);
  EXPECT_FALSE(canonical_encoding(""));
}

TEST(DecodeText, ReadsEverySupportedEncodingAtEveryBoundary) {
  for (const std::string encoding : {"UTF-8", "UTF-16LE", "UTF-16BE", "CP1252", "MACINTOSH"}) {
    for (const std::size_t at_once : {1U, 2U, 3U, 5U, 1000U}) {
      EXPECT_EQ(decode(encode(french, encoding), encoding, at_once), french) << encoding << " by " << at_once;
    }
  }
  EXPECT_EQ(decode(encode(german, "CP850"), "IBM850", 1), german);
  EXPECT_EQ(decode(encode(russian, "CP1251"), "windows-1251", 1), russian);
  EXPECT_EQ(decode(encode("日本語の商品, 1個", "SHIFT_JIS"), "Shift_JIS", 1), "日本語の商品, 1個");
}

TEST(DecodeText, ReadsCharactersBeyondTheBasicPlaneInUtf16) {
  const auto log = std::make_shared<imports::RepairLog>();
  EXPECT_EQ(decode(encode("a😀b", "UTF-16LE"), "UTF-16LE", 1, log), "a😀b");
  EXPECT_TRUE(log->empty());
  EXPECT_EQ(decode(std::string("a\0\x3D\xD8", 4), "UTF-16LE", 1, log), "a\uFFFD");
  EXPECT_EQ(log->take_before(100), 1U);
}

TEST(DecodeText, RemovesTheByteOrderMarkAndBelievesIt) {
  EXPECT_EQ(decode("\xEF\xBB\xBFsku", "UTF-8"), "sku");
  EXPECT_EQ(decode("\xEF\xBB\xBF"
                   "caf\xC3\xA9",
                   "windows-1252"),
            "café");
  EXPECT_EQ(decode(std::string("\xFF\xFEs\0k\0", 6), "UTF-8"), "sk");
  EXPECT_EQ(decode("", "UTF-8"), "");
}

TEST(DecodeText, RepairsWrongUtf8AsWindows1252AndSaysWhere) {
  for (const std::size_t at_once : {1U, 2U, 3U, 64U, 1000U}) {
    const auto log = std::make_shared<imports::RepairLog>();
    EXPECT_EQ(decode("ok é\nP\xE2t\xE9 \x80\nok", "UTF-8", at_once, log), "ok é\nPâté €\nok") << at_once;
    EXPECT_EQ(log->take_before(7), 0U);
    EXPECT_EQ(log->take_before(1000), 3U);
  }
  EXPECT_EQ(decode("caf\xC3", "UTF-8"), "cafÃ");
}

TEST(DecodeText, AlwaysGivesValidUtf8) {
  std::mt19937 random(11);
  for (int round = 0; round < 300; ++round) {
    std::string bytes;
    for (auto n = random() % 300; n > 0; --n) bytes.push_back(static_cast<char>(random() % 3 == 0 ? 'a' : random()));
    for (const char* encoding :
         {"UTF-8", "UTF-16LE", "windows-1252", "ISO-8859-15", "IBM850", "Shift_JIS", "GB18030"}) {
      const std::string whole = decode(bytes, encoding, 1000);
      EXPECT_TRUE(base::is_valid_utf8(whole)) << encoding;
      EXPECT_EQ(decode(bytes, encoding, 1 + random() % 9), whole) << encoding;
    }
  }
}

TEST(DecodeText, ReadsControlBytesOfLatin1AsWindows1252) {
  EXPECT_EQ(decode("\x80 \x92", "ISO-8859-1"), "€ ’");
  EXPECT_EQ(decode("\xA4 \xBD", "ISO-8859-15"), "€ œ");
}

TEST(DecodeSample, LeavesOutACharacterCutAtTheEnd) {
  EXPECT_EQ(must(imports::decode_sample("caf\xC3\xA9\xC3", "UTF-8")), "café");
  EXPECT_EQ(must(imports::decode_sample(std::string("\xFF\xFEs\0k", 5), "UTF-16LE")), "s");
}

}  // namespace
