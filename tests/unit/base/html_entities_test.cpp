#include "base/html_entities.h"

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(HtmlEntities, KnowsTheNamesOfHtml4InTheirCase) {
  EXPECT_EQ(html_character("nbsp"), U'\u00A0');
  EXPECT_EQ(html_character("eacute"), U'é');
  EXPECT_EQ(html_character("Eacute"), U'É');
  EXPECT_EQ(html_character("euro"), U'€');
  EXPECT_EQ(html_character("thetasym"), U'ϑ');
  EXPECT_EQ(html_character("EURO"), 0U);
  EXPECT_EQ(html_character(""), 0U);
}

TEST(HtmlEntities, DecodesNamesAndNumbersAtTheStartOfAText) {
  std::string out;
  EXPECT_EQ(decode_html_entity("&deg;C", out), 5U);
  EXPECT_EQ(decode_html_entity("&#233;t", out), 6U);
  EXPECT_EQ(decode_html_entity("&#xE9;", out), 6U);
  EXPECT_EQ(decode_html_entity("&#XE9;", out), 6U);
  EXPECT_EQ(out, "°ééé");
}

TEST(HtmlEntities, LeavesWhatIsNoEntityAlone) {
  std::string out;
  for (const auto* const text : {"", "x", "&", "& b;", "&eacute", "&;", "&#;", "&#x;", "&#12a;", "&unknown;"}) {
    EXPECT_EQ(decode_html_entity(text, out), 0U) << text;
  }
  EXPECT_EQ(out, "");
}

}  // namespace
}  // namespace base
