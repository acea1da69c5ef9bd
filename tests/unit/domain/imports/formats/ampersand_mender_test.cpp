#include "domain/imports/formats/ampersand_mender.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "domain/imports/formats/xml_reader.h"
#include "support/documents.h"
#include "support/trickle_source.h"

namespace imports {
namespace {

constexpr std::size_t whole = 1U << 20U;

/// The mended form of a text that arrives in steps.
std::string mend(const std::string& text, std::size_t step = whole) {
  AmpersandMender mender;
  std::string mended;
  std::size_t used = 0;
  for (std::size_t arrived = 0; arrived < text.size();) {
    arrived = std::min(text.size(), arrived + step);
    used += mender.mend(std::string_view(text).substr(used, arrived - used), false, mended);
  }
  used += mender.mend(std::string_view(text).substr(used), true, mended);
  EXPECT_EQ(used, text.size());
  return mended;
}

TEST(AmpersandMender, MendsWhatBeginsNoReference) {
  EXPECT_EQ(mend("<a>H&M, a & b &&</a>"), "<a>H&amp;M, a &amp; b &amp;&amp;</a>");
  EXPECT_EQ(mend("<a href='/?a=1&b=2&c'/>"), "<a href='/?a=1&amp;b=2&amp;c'/>");
  EXPECT_EQ(mend("&;&#;&#x;&#xg;&#1f;&#X41;&1a;&-a;"),
            "&amp;;&amp;#;&amp;#x;&amp;#xg;&amp;#1f;&amp;#X41;&amp;1a;&amp;-a;");
  EXPECT_EQ(mend("&“x”;"), "&amp;“x”;");
}

TEST(AmpersandMender, LeavesReferencesAlone) {
  for (const std::string text :
       {"&amp;", "&lt;&gt;&quot;&apos;", "&#233;&#x1F;&#xe9;", "&own.name-1;", "&é·;", "&_:;"}) {
    EXPECT_EQ(mend(text), text);
  }
}

TEST(AmpersandMender, BelievesNamesOfUpTo32Characters) {
  const std::string longest(32, 'n');
  EXPECT_EQ(mend("&" + longest + ";"), "&" + longest + ";");
  EXPECT_EQ(mend("&" + longest + "n;"), "&amp;" + longest + "n;");
  EXPECT_EQ(mend("&" + longest), "&amp;" + longest);
}

TEST(AmpersandMender, TurnsTheEntitiesOfHtmlIntoCharacters) {
  EXPECT_EQ(mend("<a t='5&euro;'>caf&eacute;&nbsp;x &Eacute;</a>"), "<a t='5€'>café\u00A0x É</a>");
}

TEST(AmpersandMender, LeavesTheDocumentsOwnEntitiesToTheDocument) {
  const std::string type = "<!DOCTYPE l [<!-- don't & --><!ENTITY\n euro \"EUR & ]>\"><!ENTITY % deg 'x'>]>";
  EXPECT_EQ(mend(type + "<l>&euro;&deg;&</l>"), type + "<l>&euro;°&amp;</l>");
}

TEST(AmpersandMender, LeavesWhatIsNoTextAlone) {
  for (const std::string untouched :
       {"<![CDATA[a & b ]] > &eacute; ]]]>", "<!-- a & b -- > &nbsp; <l> -->", "<?php a & b > ?>",
        "<!DOCTYPE l SYSTEM 'a>&b'>", "<!DOCTYPE l [<!ELEMENT l ANY><?x ' & ?><!ATTLIST l a CDATA '&&'>] >"}) {
    EXPECT_EQ(mend(untouched + "<l>&</l>"), untouched + "<l>&amp;</l>");
    EXPECT_EQ(mend("<l>&" + untouched + "&</l>"), "<l>&amp;" + untouched + "&amp;</l>");
  }
  EXPECT_EQ(mend("<!-- never closed &"), "<!-- never closed &");
  EXPECT_EQ(mend("<![CDATA & <!- & <!"), "<![CDATA &amp; <!- &amp; <!");
}

TEST(AmpersandMender, MendsAtTheVeryEnd) {
  EXPECT_EQ(mend("&"), "&amp;");
  EXPECT_EQ(mend("x&#"), "x&amp;#");
  EXPECT_EQ(mend("x&#x"), "x&amp;#x");
  EXPECT_EQ(mend("x&eacute"), "x&amp;eacute");
  EXPECT_EQ(mend("x&é\xC3"), "x&amp;é\xC3");
  EXPECT_EQ(mend(""), "");
}

TEST(AmpersandMender, MendsTheSameHoweverTheBytesArrive) {
  const std::string text =
      "<?xml version='1.0'?><!DOCTYPE l SYSTEM \"a&b>\" [<!-- it's & --><!ENTITY copy '(c)'><?p ] & ?>]>\n"
      "<l a='x&y&amp;z&#x20;'>&copy; H&M & &reg;<!-- & --->&<![CDATA[&]]&]]]>&é;&#x;&thetasym;<? & ? ?>&Ö &</l>&";
  const auto expected = mend(text);
  EXPECT_TRUE(expected.ends_with("&amp;<![CDATA[&]]&]]]>&é;&amp;#x;ϑ<? & ? ?>&amp;Ö &amp;</l>&amp;")) << expected;
  for (std::size_t step = 1; step <= text.size(); ++step) EXPECT_EQ(mend(text, step), expected) << "step " << step;
}

TEST(AmpersandMender, TellsWherePlacesWere) {
  const std::string text = "<a>&eacute; & b&c</a>";
  AmpersandMender mender;
  std::string mended;
  mender.mend(text, true, mended);
  for (const char mark : {'a', ' ', 'b', 'c', '/'}) {
    EXPECT_EQ(mender.original_offset(mended.rfind(mark)), mark == 'a' ? text.size() - 2 : text.rfind(mark)) << mark;
  }
  EXPECT_EQ(mender.original_offset(mended.find('&')), text.find("& b"));
  EXPECT_EQ(mender.original_offset(mended.size()), text.size());
  EXPECT_EQ(mender.mended_between(0, text.size()), 2U);
  EXPECT_EQ(mender.mended_between(text.find(" b"), text.size()), 1U);
  mender.let_go(text.find(" b"));
  EXPECT_EQ(mender.original_offset(mended.find("</a>")), text.find("</a>"));
  EXPECT_EQ(mender.mended_between(text.find(" b"), text.size()), 1U);
}

test::Document read(const std::string& text, std::size_t step = whole) {
  Dialect dialect;
  dialect.format = Format::xml;
  dialect.record_path = "l/o";
  const auto reader = read_xml(test::trickle(text, step), dialect, "feed.xml");
  return test::read_document(*reader);
}

TEST(XmlMending, ReadsBareAmpersandsAndSaysSo) {
  const auto document =
      read("<l><o u='?a=1&b=2'>H&M &amp; Co &</o><o>clean &amp; fine</o><!-- & -->& <o>x &eacute;</o></l>");
  ASSERT_EQ(document.failure_code(), "none");
  ASSERT_EQ(document.records.size(), 3U);
  EXPECT_EQ(document.records[0].at("@u"), "?a=1&b=2");
  EXPECT_EQ(document.records[0].at("value"), "H&M & Co &");
  EXPECT_EQ(document.records[0].problems, std::vector<std::string>{"import.xml_ampersand_mended"});
  EXPECT_TRUE(document.records[1].problems.empty());
  EXPECT_EQ(document.records[2].at("value"), "x é");
  EXPECT_TRUE(document.records[2].problems.empty());
}

TEST(XmlMending, ReadsUndeclaredHtmlEntitiesAlsoWhereTheDocumentTypeIsElsewhere) {
  const auto document = read(
      "<!DOCTYPE l SYSTEM \"shops.dtd\" [<!ENTITY euro \"EUR\">]>"
      "<l><o t='caf&eacute;'>5&nbsp;&euro; &deg;</o></l>");
  ASSERT_EQ(document.failure_code(), "none");
  EXPECT_EQ(document.records.at(0).at("@t"), "café");
  EXPECT_EQ(document.records.at(0).at("value"), "5\u00A0EUR °");
}

TEST(XmlMending, KeepsPlacesAndTextsOfTheFile) {
  const std::string first = "<o>a & b\n&nbsp;&</o>";
  const std::string second = "<o x='&'/>";
  const std::string third = "<o>&eacute;</o>";
  const std::string text = "<l>& &euro;\n" + first + " & " + second + "&" + third + "</l>";
  for (std::size_t step = 1; step <= text.size(); ++step) {
    const auto document = read(text, step);
    ASSERT_EQ(document.records.size(), 3U) << "step " << step;
    EXPECT_EQ(document.records[0].raw, first);
    EXPECT_EQ(document.records[0].byte_offset, text.find(first));
    EXPECT_EQ(document.records[0].line, 2U);
    EXPECT_EQ(document.records[1].raw, second);
    EXPECT_EQ(document.records[1].byte_offset, text.find(second));
    EXPECT_EQ(document.records[1].line, 3U);
    EXPECT_EQ(document.records[2].raw, third);
    EXPECT_EQ(document.records[2].byte_offset, text.find(third));
  }
}

TEST(XmlMending, TellsTheTrueColumnOfABreakAfterMending) {
  const std::string line = "<o>é & &eacute; &</o>";
  const auto document = read("<l>&\n" + line + "</x></l>");
  ASSERT_EQ(document.failure_code(), "import.xml_invalid");
  EXPECT_EQ(document.failure->place.line, 2U);
  EXPECT_EQ(document.failure->place.column, 24U);  // of the x behind "</"; é is one character of two bytes
  EXPECT_EQ(document.failure->place.byte, 5U + line.size() + 2U);
}

TEST(XmlMending, TakesARecordMadeOfAmpersands) {
  constexpr std::size_t count = 300'000;
  const std::string record = "<o>" + std::string(count, '&') + "</o>";
  const auto document = read("<l>" + record + "<o>&</o></l>");
  ASSERT_EQ(document.records.size(), 2U);
  EXPECT_EQ(document.records[0].at("value"), std::string(count, '&'));
  EXPECT_EQ(document.records[0].raw, record);
  EXPECT_EQ(document.records[1].raw, "<o>&</o>");
  EXPECT_EQ(document.records[1].byte_offset, 3U + record.size());
}

TEST(XmlMending, KeepsPlacesInALongFile) {
  std::string text = "<l>";
  constexpr std::size_t count = 20'000;
  for (std::size_t i = 0; i < count; ++i) text += "<o>" + std::to_string(i) + " & &eacute;&</o>\n&";
  const auto document = read(text + "</l>", 4093);
  ASSERT_EQ(document.failure_code(), "none");
  ASSERT_EQ(document.records.size(), count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto& record = document.records[i];
    ASSERT_EQ(record.raw, "<o>" + std::to_string(i) + " & &eacute;&</o>");
    ASSERT_EQ(text.compare(record.byte_offset, record.raw.size(), record.raw), 0);
    ASSERT_EQ(record.line, i + 1);
  }
}

}  // namespace
}  // namespace imports
