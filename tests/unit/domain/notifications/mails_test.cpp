#include <gmock/gmock.h>

#include "domain/notifications/account_mails.h"
#include "domain/notifications/digest.h"

namespace {

using notifications::Language;
using notifications::Notification;
using testing::HasSubstr;
using testing::Not;

const notifications::Installation shop{"Our Shop", "https://shop.example.com"};
const notifications::Person ana{{}, "ana@example.com", "Ana"};

Notification failed(const std::string& supplier) {
  return {
      {}, {}, "import.failed", {{"supplier", supplier}, {"file_name", "a.csv"}, {"problem", "no rows"}}, "imports/7",
      {}, {}};
}

TEST(DigestMail, TellsOneThingInItsSubject) {
  const auto mail = notifications::digest_mail(shop, ana, Language::en, {failed("ACME")});
  EXPECT_EQ(mail.to, "ana@example.com");
  EXPECT_EQ(mail.subject, "[Our Shop] Import of ACME failed");
  for (const std::string& part : {mail.text, mail.html}) {
    EXPECT_THAT(part, HasSubstr("a.csv: no rows"));
    EXPECT_THAT(part, HasSubstr("https://shop.example.com/imports/7"));
  }
}

TEST(DigestMail, TellsManyThingsInOneMail) {
  const auto mail =
      notifications::digest_mail(shop, ana, Language::fr, {failed("ACME"), failed("Bolt"), failed("Cog")});
  EXPECT_EQ(mail.subject, "[Our Shop] Échec de l'import de ACME (et 2 de plus)");
  for (const char* supplier : {"ACME", "Bolt", "Cog"}) EXPECT_THAT(mail.text, HasSubstr(supplier));
}

TEST(DigestMail, LetsNoFeedWriteHtml) {
  const auto mail = notifications::digest_mail(shop, ana, Language::en, {failed("<script>alert('x')</script>")});
  EXPECT_THAT(mail.html, Not(HasSubstr("<script>")));
  EXPECT_THAT(mail.html, HasSubstr("&lt;script&gt;alert(&#39;x&#39;)"));
}

TEST(PasswordMail, LeadsToThePageThatSetsThePassword) {
  const notifications::PasswordLink link{"ana@example.com", "Ana", "tok3n", base::Timestamp{1'795'332'780'000'000}};
  const auto mail = notifications::password_mail(shop, link, Language::en);
  EXPECT_EQ(mail.subject, "New password for Our Shop");
  for (const std::string& part : {mail.text, mail.html}) {
    EXPECT_THAT(part, HasSubstr("https://shop.example.com/reset-password#token=tok3n"));
    EXPECT_THAT(part, HasSubstr("2026-11-22 07:33 UTC"));
  }
}

TEST(PasswordMail, SpeaksFrenchAndInvites) {
  const notifications::PasswordLink link{"ana@example.com", "Ana", "tok3n", {}, true};
  EXPECT_EQ(notifications::password_mail(shop, link, Language::fr).subject, "Votre compte Our Shop");
  EXPECT_EQ(notifications::password_mail(shop, link, Language::en).subject, "Your account at Our Shop");
}

}  // namespace
