#include "platform/client/mail_message.h"

#include <gmock/gmock.h>

#include "support/result_check.h"

namespace {

using platform::client::compose;
using platform::client::Mail;
using test::code_of;
using test::must;
using testing::HasSubstr;
using testing::Not;

const platform::client::MailFrom sender{"shop@example.com", "Our Shop"};
constexpr base::Timestamp sunday{1'795'332'780'000'000};  // 2026-11-22T07:33:00Z

Mail mail() {
  return {"ana@example.com", "Ana", "News", "Hello", "<p>Hello</p>", {}};
}

TEST(MailMessage, CarriesTextAndHtml) {
  const std::string text = must(compose(mail(), sender, sunday));
  EXPECT_THAT(text, HasSubstr("From: Our Shop <shop@example.com>\r\n"));
  EXPECT_THAT(text, HasSubstr("To: Ana <ana@example.com>\r\n"));
  EXPECT_THAT(text, HasSubstr("Subject: News\r\n"));
  EXPECT_THAT(text, HasSubstr("Date: Sun, 22 Nov 2026 07:33:00 +0000\r\n"));
  EXPECT_THAT(text, HasSubstr("Content-Type: text/plain; charset=utf-8\r\n"));
  EXPECT_THAT(text, HasSubstr("\r\n<p>Hello</p>\r\n"));
}

TEST(MailMessage, KeepsItsNameWhenSentAgain) {
  Mail named = mail();
  named.id = base::Uuid::parse("0193bd3c-5a2e-7c11-9d0f-3f1f6f2b8a10");
  const std::string line = "Message-ID: <0193bd3c-5a2e-7c11-9d0f-3f1f6f2b8a10@example.com>\r\n";
  EXPECT_THAT(must(compose(named, sender, sunday)), HasSubstr(line));
  EXPECT_THAT(must(compose(mail(), sender, sunday)), Not(HasSubstr(line)));
}

TEST(MailMessage, WritesNoHeaderOfAnotherIntoASubjectOrName) {
  Mail hostile = mail();
  hostile.subject = "News\r\nBcc: everybody@example.com";
  hostile.to_name = "Ana\nBcc: everybody@example.com";
  const std::string text = must(compose(hostile, {"shop@example.com", "Shop\r\n\r\nbody"}, sunday));
  EXPECT_THAT(text, Not(HasSubstr("\nBcc")));
  EXPECT_THAT(text, HasSubstr("Subject: News  Bcc: everybody@example.com\r\n"));
  EXPECT_LT(text.find("MIME-Version"), text.find("\r\n\r\n")) << "the header goes on to its end";
}

TEST(MailMessage, RefusesWhatIsNoAddress) {
  for (const char* address :
       {"", "ana", "@example.com", "ana@", "a@b@c", "ana@example.com\r\nBcc: x@example.com", "ana @example.com",
        "<ana@example.com>", "ana@example.com,bob@example.com", "ána@example.com"}) {
    Mail wrong = mail();
    wrong.to = address;
    EXPECT_EQ(code_of(compose(wrong, sender, sunday)), "mail.address_invalid") << address;
  }
  EXPECT_EQ(code_of(compose(mail(), {"", "Shop"}, sunday)), "mail.address_invalid");
}

TEST(MailMessage, BreaksLongLinesWithoutLosingAnything) {
  Mail wide = mail();
  wide.text.assign(300, 'x').append(" \n=\n");
  const std::string text = must(compose(wide, sender, sunday));
  for (std::size_t begin = 0, end = 0; (end = text.find("\r\n", begin)) != std::string::npos; begin = end + 2) {
    EXPECT_LE(end - begin, 76U) << text.substr(begin, end - begin);
  }
  EXPECT_THAT(text, HasSubstr("=20\r\n=3D\r\n"));
}

TEST(MailMessage, NeverBreaksALetterOfASubjectInTwo) {
  Mail accented = mail();
  accented.subject.clear();
  for (int i = 0; i < 40; ++i) accented.subject += "é€";
  const std::string text = must(compose(accented, sender, sunday));
  const std::size_t begin = text.find("Subject: ") + 9;
  const std::string subject = text.substr(begin, text.find("Message-ID") - begin - 2);
  for (std::size_t word = subject.find("=?UTF-8?Q?"); word != std::string::npos;
       word = subject.find("=?UTF-8?Q?", word + 1)) {
    const std::string content = subject.substr(word + 10, subject.find("?=", word + 10) - word - 10);
    EXPECT_TRUE(content.starts_with("=C3=A9") || content.starts_with("=E2=82=AC")) << content;
    EXPECT_TRUE(content.ends_with("=C3=A9") || content.ends_with("=E2=82=AC")) << content;
  }
}

}  // namespace
