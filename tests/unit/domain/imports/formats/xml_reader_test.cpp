#include "domain/imports/formats/xml_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/documents.h"
#include "support/trickle_source.h"

namespace imports {
namespace {

using test::Document;
using test::trickle;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::size_t whole = 1U << 20U;

Document read(const std::string& text, const std::string& record_path, std::size_t step = whole) {
  Dialect dialect;
  dialect.format = Format::xml;
  dialect.record_path = record_path;
  const auto reader = read_xml(trickle(text, step), dialect, "feed.xml");
  return test::read_document(*reader);
}

/// The one record of <list><item>...</item></list>.
test::NamedRecord read_item(const std::string& inside) {
  const auto document = read("<list><item>" + inside + "</item></list>", "list/item");
  EXPECT_EQ(document.failure_code(), "none");
  return document.records.at(0);
}

TEST(XmlReader, ReadsTheElementsAtThePath) {
  const auto document = read(
      "<?xml version=\"1.0\"?><catalogue><titre>x</titre><produit><ref>A</ref><prix>1,20</prix></produit>"
      "<produit><ref>B</ref><marque>Bosch</marque></produit></catalogue>",
      "catalogue/produit");
  ASSERT_EQ(document.records.size(), 2U);
  EXPECT_THAT(document.columns, ElementsAre("ref", "prix", "marque"));
  EXPECT_EQ(document.records[0].at("prix"), "1,20");
  EXPECT_EQ(document.records[1].at("marque"), "Bosch");
  EXPECT_EQ(document.failure_code(), "none");
}

TEST(XmlReader, KeepsPrefixesWhetherDeclaredOrNot) {
  const auto document = read("<rss><channel><item><g:price>5 EUR</g:price></item></channel></rss>", "rss/channel/item");
  EXPECT_EQ(document.records.at(0).at("g:price"), "5 EUR");
}

TEST(XmlReader, DoesNotTakeARecordInsideARecord) {
  const auto document = read(
      "<doc><Product ID=\"1\"><Related><Product ID=\"2\"/></Related><Product ID=\"3\"/></Product>"
      "<Other><Product ID=\"4\"/></Other></doc>",
      "doc/Product");
  ASSERT_EQ(document.records.size(), 1U);
  EXPECT_EQ(document.records[0].at("@ID"), "1");
  EXPECT_EQ(document.records[0].at("Related.Product@ID"), "2");
  EXPECT_EQ(document.records[0].at("Product@ID"), "3");
}

TEST(XmlReader, NamesElementsAndAttributesByTheirPath) {
  const auto document = read(
      "<l><o id=\"7\" available=\"true\"><price currency=\"EUR\">9.90</price><dim><w "
      "unit=\"cm\">3</w></dim><e/></o></l>",
      "l/o");
  const auto& record = document.records.at(0);
  EXPECT_EQ(record.at("@id"), "7");
  EXPECT_EQ(record.at("@available"), "true");
  EXPECT_EQ(record.at("price"), "9.90");
  EXPECT_EQ(record.at("price@currency"), "EUR");
  EXPECT_EQ(record.at("dim.w"), "3");
  EXPECT_EQ(record.at("dim.w@unit"), "cm");
  EXPECT_THAT(document.columns, testing::Contains("e"));
}

TEST(XmlReader, JoinsRepeats) {
  const auto record = read_item("<img>a</img><img/><img> b </img><s><p>1</p></s><s><p>2</p></s>");
  EXPECT_EQ(record.at("img"), "a | b");
  EXPECT_EQ(record.at("s.p"), "1 | 2");
}

TEST(XmlReader, TrimsTextAndTakesCdataAsItIs) {
  const auto record =
      read_item("<a>\n  x &amp; y &#233;\t</a><b><![CDATA[ <p>5 < 6 & 7</p> ]]></b><c>1<!-- no -->2</c>");
  EXPECT_EQ(record.at("a"), "x & y é");
  EXPECT_EQ(record.at("b"), "<p>5 < 6 & 7</p>");
  EXPECT_EQ(record.at("c"), "12");
}

TEST(XmlReader, KeepsTextBesideElements) {
  const auto record = read_item("<price> 12 <currency>EUR</currency> net </price>");
  EXPECT_EQ(record.at("price"), "12 net");
  EXPECT_EQ(record.at("price.currency"), "EUR");
}

TEST(XmlReader, TakesTextWithHtmlInsideAsOneText) {
  const auto record =
      read_item("<desc>A <b>very</b> nice<br/> lamp</desc><long><p>One</p> <p>2 <i>times</i></p></long>");
  EXPECT_EQ(record.at("desc"), "A very nice lamp");
  EXPECT_EQ(record.at("long.p"), "One | 2 times");
}

TEST(XmlReader, GivesPropertiesColumnsOfTheirOwn) {
  const auto record = read_item(
      "<param name=\"Colour\">red</param><param name=\"Size\" unit=\"cm\">5</param><Feature code=\"F1\">x</Feature>");
  EXPECT_EQ(record.at("param[Colour]"), "red");
  EXPECT_EQ(record.at("param[Size]"), "5");
  EXPECT_EQ(record.at("param[Size]@unit"), "cm");
  EXPECT_EQ(record.at("Feature[F1]"), "x");
}

TEST(XmlReader, TellsLanguagesApart) {
  const auto record = read_item("<D lang=\"de\">Lampe</D><D lang=\"en\">lamp</D><t xml:lang=\"fr\">lampe</t>");
  EXPECT_EQ(record.at("D[de]"), "Lampe");
  EXPECT_EQ(record.at("D[en]"), "lamp");
  EXPECT_EQ(record.at("t[fr]"), "lampe");
}

TEST(XmlReader, TellsRepeatsApartByTheirNamesButNotByIds) {
  const auto record = read_item(
      "<x name=\"a\">1</x><x name=\"b\">2</x><brand name=\"Sony\"/><cat id=\"7\">TV</cat><cat id=\"8\">LED</cat>");
  EXPECT_EQ(record.at("x[a]"), "1");
  EXPECT_EQ(record.at("x[b]"), "2");
  EXPECT_EQ(record.at("brand@name"), "Sony");
  EXPECT_EQ(record.at("cat"), "TV | LED");
  EXPECT_EQ(record.at("cat@id"), "7 | 8");
}

TEST(XmlReader, ReadsFeaturesGivenAsNameAndValueElements) {
  const auto record = read_item(
      "<FS><FEATURE><FNAME>Farbe</FNAME><FVALUE>rot</FVALUE><FVALUE>blau</FVALUE><FUNIT>-</FUNIT></FEATURE>"
      "<FEATURE><FVALUE>5</FVALUE><FNAME>Breite</FNAME></FEATURE></FS>"
      "<attribute><name>Power</name><value>18 V</value></attribute>");
  EXPECT_EQ(record.at("FS.FEATURE[Farbe]"), "rot | blau");
  EXPECT_EQ(record.at("FS.FEATURE[Farbe].FUNIT"), "-");
  EXPECT_EQ(record.at("FS.FEATURE[Breite]"), "5");
  EXPECT_EQ(record.at("attribute[Power]"), "18 V");
}

TEST(XmlReader, StopsMakingColumnsOfPropertiesWhenTheyNeverEnd) {
  std::string text = "<l><o>";
  for (int i = 0; i < 12'000; ++i) text += "<param name=\"p" + std::to_string(i) + "\">v</param>";
  const auto document = read(text + "</o><o><param name=\"new\">w</param></o></l>", "l/o");
  ASSERT_EQ(document.records.size(), 2U);
  EXPECT_LT(document.columns.size(), 11'000U);
  EXPECT_EQ(document.records[0].at("param[p1]"), "v");
  EXPECT_EQ(document.records[1].at("param"), "w");
  EXPECT_EQ(document.records[1].at("param@name"), "new");
}

TEST(XmlReader, GivesARecordOfPlainTextAColumn) {
  const auto document = read("<l><ean code=\"x\">1</ean><ean>2</ean></l>", "l/ean");
  EXPECT_EQ(document.records.at(0).at("value"), "1");
  EXPECT_EQ(document.records.at(0).at("@code"), "x");
  EXPECT_EQ(document.records.at(1).at("value"), "2");
}

TEST(XmlReader, TellsWhereARecordStandsAndKeepsItsText) {
  const auto document = read("<l>\n\n <o a='1'/>\n<o>é &amp;\n</o > </l>", "l/o");
  ASSERT_EQ(document.records.size(), 2U);
  EXPECT_EQ(document.records[0].raw, "<o a='1'/>");
  EXPECT_EQ(document.records[0].line, 3U);
  EXPECT_EQ(document.records[0].byte_offset, 6U);
  EXPECT_EQ(document.records[1].raw, "<o>é &amp;\n</o >");
  EXPECT_EQ(document.records[1].line, 4U);
  EXPECT_EQ(document.records[1].byte_offset, 17U);
}

TEST(XmlReader, TakesTheTextAsUtf8WhateverTheDeclarationSays) {
  const auto document = read("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><l><o><a>é</a></o></l>", "l/o");
  EXPECT_EQ(document.records.at(0).at("a"), "é");
}

TEST(XmlReader, SaysInPlainWordsWhereTheFileIsBroken) {
  const auto document = read("<l>\n<o><a>1</a></o>\n<o><a>2</b></o></l>", "l/o");
  EXPECT_EQ(document.records.size(), 1U);
  ASSERT_EQ(document.failure_code(), "import.xml_invalid");
  EXPECT_EQ(document.failure->place.line, 3U);
  EXPECT_EQ(document.failure->place.column, 10U);
  EXPECT_THAT(document.failure->message, HasSubstr("an end tag does not belong"));
  EXPECT_EQ(read("<l><o>a < b</o></l>", "l/o").failure_code(), "import.xml_invalid");
  EXPECT_EQ(read("<l><o/></l><l/>", "l/o").failure_code(), "import.xml_invalid");
}

TEST(XmlReader, RefusesEveryBeginningOfADocument) {
  const std::string text = "<?xml version='1.0'?><l><!-- c --><o a='1'><b><![CDATA[x]]>&lt;</b></o></l>";
  for (std::size_t length = 0; length < text.size(); ++length) {
    EXPECT_EQ(read(text.substr(0, length), "l/o", 3).failure_code(), "import.xml_invalid") << text.substr(0, length);
  }
  EXPECT_EQ(read(text, "l/o").failure_code(), "none");
}

TEST(XmlReader, FailsWhenThePathIsNotInTheDocument) {
  EXPECT_EQ(read("<a><b/></a>", "x/b").failure_code(), "import.record_path_not_found");
  EXPECT_EQ(read("<a><b/></a>", "").failure_code(), "import.record_path_not_found");
  EXPECT_EQ(read("<catalogue></catalogue>", "catalogue/produit").failure_code(), "none");
}

TEST(XmlReader, TakesTheDocumentItselfAsARecord) {
  const auto document = read("<p><sku>A</sku></p>", "p");
  ASSERT_EQ(document.records.size(), 1U);
  EXPECT_EQ(document.records[0].at("sku"), "A");
}

TEST(XmlReader, FetchesNothingButToleratesTheWish) {
  const auto document = read(
      "<!DOCTYPE l SYSTEM \"http://example.com/x.dtd\" [<!ENTITY f SYSTEM \"file:///etc/passwd\">"
      "<!ENTITY c \"Acme &amp; Co\">]><l><o><a>1&f;2</a><b>&c;</b><d>&elsewhere;</d></o></l>",
      "l/o");
  ASSERT_EQ(document.failure_code(), "none");
  EXPECT_EQ(document.records.at(0).at("a"), "12");
  EXPECT_EQ(document.records.at(0).at("b"), "Acme & Co");
  EXPECT_EQ(document.records.at(0).at("d"), "&elsewhere;");
}

TEST(XmlReader, RefusesEntitiesMadeOfEntities) {
  const auto document = read("<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><l><o>&b;</o></l>", "l/o");
  EXPECT_EQ(document.failure_code(), "import.xml_entities_refused");
  EXPECT_THAT(document.failure->message, HasSubstr("“b”"));
}

TEST(XmlReader, RefusesALongEntityUsedManyTimes) {
  std::string text = "<!DOCTYPE l [<!ENTITY a \"" + std::string(100'000, 'x') + "\">]><l><o>";
  for (int i = 0; i < 10'000; ++i) text += "&a;";
  const auto document = read(text + "</o></l>", "l/o");
  EXPECT_TRUE(document.records.empty());
  EXPECT_NE(document.failure_code(), "none");
}

TEST(XmlReader, StopsAtLimits) {
  std::string deep = "<l>";
  for (int i = 0; i < 5000; ++i) deep += "<a>";
  EXPECT_EQ(read(deep, "l/o").failure_code(), "import.xml_too_deep");
  std::string wide = "<l><o";
  for (int i = 0; i < 10'001; ++i) wide += " a" + std::to_string(i) + "=''";
  EXPECT_EQ(read(wide + "/></l>", "l/o").failure_code(), "import.xml_too_deep");
  const std::string long_text(ReadLimits::max_record_bytes + (1U << 20U), 'x');
  EXPECT_EQ(read("<l><o>" + long_text + "</o></l>", "l/o").failure_code(), "import.record_too_long");
  const auto elsewhere = read("<l><t>" + long_text + "</t><o>1</o></l>", "l/o");
  EXPECT_EQ(elsewhere.failure_code(), "none");
  EXPECT_EQ(elsewhere.records.size(), 1U);
}

TEST(XmlReader, ReadsTheSameHoweverTheBytesArrive) {
  const std::string text =
      "<?xml version=\"1.0\"?>\n<!-- head --><r><c>x</c><i id=\"1\"><n>é&#8364;</n><d><![CDATA[a]]b]]></d></i>\r\n"
      "<i/><i>\n<p name='k'>v</p><p name='m'>w</p><q><i>no</i></q></i><tail/></r>\n";
  const auto expected = read(text, "r/i");
  ASSERT_EQ(expected.records.size(), 3U);
  ASSERT_EQ(expected.failure_code(), "none");
  for (std::size_t step = 1; step <= text.size(); ++step) {
    const auto document = read(text, "r/i", step);
    EXPECT_EQ(document.records, expected.records) << "step " << step;
    EXPECT_EQ(document.columns, expected.columns) << "step " << step;
  }
}

TEST(XmlReader, ReadsManyRecordsThroughASlidingWindow) {
  std::string text = "<l>";
  constexpr std::size_t count = 20'000;
  for (std::size_t i = 0; i < count; ++i) {
    text += "<o><sku>" + std::to_string(i) + "</sku><t>" + std::string(i % 97, 'x') + "</t></o>\n";
  }
  const auto document = read(text + "</l>", "l/o", 4093);
  ASSERT_EQ(document.records.size(), count);
  for (std::size_t i = 0; i < count; ++i) {
    ASSERT_EQ(document.records[i].at("sku"), std::to_string(i));
    ASSERT_EQ(document.records[i].line, i + 1);
    ASSERT_EQ(text.compare(document.records[i].byte_offset, document.records[i].raw.size(), document.records[i].raw),
              0);
  }
}

std::vector<RecordPath> paths_of(const std::string& text, std::uint64_t limit = record_path_sample) {
  return find_xml_record_paths(trickle(text, whole), "feed.xml", limit).value();
}

TEST(XmlRecordPaths, PrefersProductsToLongerListsBesideAndInsideThem) {
  std::string categories;
  for (int i = 0; i < 500; ++i) categories += "<category id='1' parentId='2'>x</category>";
  const std::string offer =
      "<offer id='1'><price>1</price><name>n</name><vendor>v</vendor><param name='a'>1</param><param name='b'>2</param>"
      "</offer>";
  const auto paths = paths_of("<shop><categories>" + categories + "</categories><offers>" + offer + offer + offer +
                              "</offers></shop>");
  ASSERT_FALSE(paths.empty());
  EXPECT_EQ(paths[0].path, "shop/offers/offer");
  EXPECT_EQ(paths[0].count, 3U);
  EXPECT_EQ(paths[0].columns, 4U);
  EXPECT_EQ(paths[0].reason, "“shop/offers/offer” repeats 3 times with 4 columns");
}

TEST(XmlRecordPaths, FindsAProductThatStandsAlone) {
  const auto paths = paths_of(
      "<BMECAT><T_NEW_CATALOG><ARTICLE><ID>1</ID><F><V>1</V><N>a</N></F><F><V>2</V><N>b</N></F><F><V>3</V></F></"
      "ARTICLE>"
      "</T_NEW_CATALOG></BMECAT>");
  EXPECT_EQ(paths.at(0).path, "BMECAT/T_NEW_CATALOG/ARTICLE");
}

TEST(XmlRecordPaths, FindsElementsOfAnyNameThatRepeat) {
  EXPECT_EQ(paths_of("<d><zeile><a>1</a><b>2</b></zeile><zeile><a>1</a></zeile></d>").at(0).path, "d/zeile");
}

TEST(XmlRecordPaths, ReadsNoFurtherThanTheLimit) {
  std::string text = "<l>";
  for (int i = 0; i < 1000; ++i) text += "<o><a>1</a><b>2</b></o>";
  const auto paths = paths_of(text + "<broken", 2000);
  EXPECT_EQ(paths.at(0).path, "l/o");
  EXPECT_LT(paths.at(0).count, 100U);
}

TEST(XmlRecordPaths, FailsOnTextThatIsNoXml) {
  const auto paths = find_xml_record_paths(trickle("hello", whole), "feed.xml");
  ASSERT_FALSE(paths.has_value());
  EXPECT_EQ(paths.error().code(), "import.xml_invalid");
}

}  // namespace
}  // namespace imports
