#include "platform/client/mime_message.h"

#include <gmock/gmock.h>

#include "platform/client/mime_coding.h"

using platform::client::decode_words;
using platform::client::find_attachment;
using platform::client::mail_field;

namespace {

const auto anything = [](const std::string&) { return true; };

std::string with_part(const std::string& head, const std::string& body) {
  return "From: a@shop.example\r\nSubject: Prices\r\nContent-Type: multipart/mixed; boundary=\"==x;y==\"\r\n\r\n"
         "--==x;y==\r\nContent-Type: text/plain\r\n\r\nHello\r\n--==x;y==\r\n" +
         head + "\r\n\r\n" + body + "\r\n--==x;y==--\r\n";
}

std::string name_in(const std::string& head) {
  const auto found = find_attachment(with_part(head, "x"), anything);
  return found ? found->name : "nothing";
}

}  // namespace

TEST(MimeMessage, FindsAFileByItsName) {
  const std::string message = with_part(
      "Content-Type: text/csv; name=other.csv\r\nContent-Disposition: attachment;\r\n filename=\"stock 1.csv\"\r\n"
      "Content-Transfer-Encoding: base64",
      "c2t1O25h\r\nbWUK");
  const auto found = find_attachment(message, anything);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->name, "stock 1.csv");
  EXPECT_EQ(found->content, "sku;name\n");
  EXPECT_FALSE(find_attachment(message, [](const std::string& name) { return name == "x"; }));
}

TEST(MimeMessage, DecodesQuotedPrintableAndPlainContents) {
  EXPECT_EQ(find_attachment(with_part("Content-Disposition: attachment; filename=a.csv\r\nContent-Transfer-Encoding: "
                                      "quoted-printable",
                                      "caf=C3=A9;=\r\n 1 = one=ZZ"),
                            anything)
                ->content,
            "caf\xC3\xA9; 1 = one=ZZ");
  EXPECT_EQ(find_attachment(with_part("Content-Disposition: attachment; filename=a.csv", "a;b\r\n1;2\r\n"), anything)
                ->content,
            "a;b\r\n1;2\r\n");
}

TEST(MimeMessage, ReadsNamesInEverySpelling) {
  EXPECT_EQ(name_in("Content-Disposition: attachment; filename*=utf-8'de'Preise%20%C3%A4.csv"), "Preise \xC3\xA4.csv");
  EXPECT_EQ(name_in("Content-Disposition: attachment; filename*0*=iso-8859-1''Pr%E9;\r\n filename*1=fixe.csv"),
            "Pr\xC3\xA9"
            "fixe.csv");
  EXPECT_EQ(name_in("Content-Type: text/csv; name=\"=?utf-8?B?UHJpeC5jc3Y=?=\""), "Prix.csv");
  EXPECT_EQ(name_in("Content-Disposition: attachment; filename=\"a\\\"b.csv\""), "a\"b.csv");
}

TEST(MimeMessage, TakesNoFoldersFromAName) {
  EXPECT_EQ(name_in("Content-Disposition: attachment; filename=\"../../etc/passwd\""), "passwd");
  EXPECT_EQ(name_in("Content-Disposition: attachment; filename=\"C:\\\\Users\\\\a.csv\""), "a.csv");
}

TEST(MimeMessage, LooksIntoMessagesThatWerePassedOn) {
  const std::string inner = with_part("Content-Disposition: attachment; filename=inner.csv", "1");
  EXPECT_EQ(find_attachment(with_part("Content-Type: message/rfc822", inner), anything)->name, "inner.csv");
}

TEST(MimeMessage, IsNotLedAstray) {
  std::string deep = "x";
  for (int depth = 0; depth < 200; ++depth) deep = "Content-Type: message/rfc822\r\n\r\n" + deep;
  EXPECT_FALSE(find_attachment(deep, anything));
  EXPECT_FALSE(find_attachment("Content-Type: multipart/mixed\r\n\r\n--\r\n\r\n--", anything));
  EXPECT_FALSE(find_attachment("", anything));
  const std::string whole = with_part("Content-Disposition: attachment; filename=a.csv", "1;2");
  EXPECT_FALSE(find_attachment(whole.substr(0, whole.size() - 8), anything)) << "cut off: half a file is none";
}

TEST(MimeMessage, DecodesFieldsOfTheHeader) {
  const std::string header =
      "Subject: =?utf-8?Q?Pr=C3=A9ci?=\r\n =?iso-8859-1?q?s_=E9?= of today\r\nFrom: A <a@shop.example>\r\n\r\nSubject: "
      "no";
  EXPECT_EQ(mail_field(header, "subject"),
            "Pr\xC3\xA9"
            "cis \xC3\xA9 of today");
  EXPECT_EQ(mail_field(header, "date"), "");
  EXPECT_EQ(decode_words("=?x?B?"), "=?x?B?");
  EXPECT_EQ(decode_words("a =?nonsense?Q?b?= c"), "a b c");
}
