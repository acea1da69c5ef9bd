#include "platform/client/mail_sender.h"

#include <gmock/gmock.h>

#include <chrono>

#include "base/text.h"
#include "support/mail_server.h"
#include "support/result_check.h"

namespace {

using namespace std::chrono_literals;
using platform::client::Mail;
using platform::client::MailSender;
using test::Certificate;
using test::code_of;
using test::must;
using testing::ElementsAre;
using testing::HasSubstr;

std::string text_at(const boost::json::object& mail, const char* name) {
  return std::string(mail.at(name).as_string());
}

class MailSending : public testing::Test {
 protected:
  static Mail mail(const std::string& to = "ana@example.com") {
    return {to, "Ana", "News", "Hello", "<p>Hello</p>", {}};
  }
  /// In the clear, without a login.
  static platform::client::MailServer plain(const test::MailServer& server) {
    return {.host = "127.0.0.1",
            .port = server.port(),
            .use_tls = false,
            .from = {"shop@example.com", "Our Shop"},
            .connect_timeout = 5s,
            .total_timeout = 20s};
  }
  static platform::client::MailServer encrypted(const test::MailServer& server, const Certificate& certificate) {
    auto options = plain(server);
    options.host = "localhost";
    options.use_tls = true;
    options.authority_file = certificate.file();
    return options;
  }
  /// Code of the problem, "" for none.
  static std::string problem(const platform::client::MailServer& server, const Mail& mail) {
    return std::string(code_of(MailSender(server).send(mail)));
  }
};

TEST_F(MailSending, ArrivesAsItWasWritten) {
  const test::MailServer server;
  Mail sent = mail();
  sent.to_name = "Ana \"the boss\" Müller-Łukasz";
  sent.subject = "L'import de Ünïcôde & Söhne a échoué : 1\u202f000 lignes, voir la liste des fournisseurs à relancer";
  sent.text =
      "Première ligne\n.\n..deux points\n\n" + std::string(2'000, 'x') + "\nTab\tand = sign, blank at the end \n";
  sent.html = "<p>Prix : 12\u00a0€ &amp; plus</p>\n";
  must(MailSender(plain(server)).send(sent));
  const auto mails = server.wait_for(1);
  ASSERT_EQ(mails.size(), 1U);
  const auto& got = mails[0];
  EXPECT_EQ(text_at(got, "text"), sent.text);
  EXPECT_EQ(text_at(got, "html"), sent.html);
  EXPECT_EQ(text_at(got.at("headers").as_object(), "Subject"), sent.subject);
  EXPECT_EQ(text_at(got, "to_name"), sent.to_name);
  EXPECT_EQ(text_at(got, "to_address"), "ana@example.com");
  EXPECT_EQ(text_at(got, "from_name"), "Our Shop");
  EXPECT_EQ(text_at(got, "mail_from"), "shop@example.com");
  EXPECT_THAT(got.at("rcpt_tos").as_array(), ElementsAre("ana@example.com"));
  EXPECT_EQ(text_at(got, "content_type"), "multipart/alternative");
  EXPECT_THAT(got.at("parts").as_array(), ElementsAre("text/plain", "text/html"));
  EXPECT_TRUE(got.at("defects").as_array().empty());
  EXPECT_TRUE(got.at("is_ascii").as_bool());
  EXPECT_LE(got.at("longest_line").to_number<int>(), 78);
  EXPECT_EQ(got.at("bare_line_ends").to_number<int>(), 0);
  const double now = static_cast<double>(base::Timestamp::now().microseconds()) / 1e6;
  EXPECT_NEAR(got.at("date").to_number<double>(), now, 60);
}

TEST_F(MailSending, CannotBeMadeToWriteOtherHeaders) {
  const test::MailServer server;
  Mail hostile = mail();
  hostile.subject = "News\r\nBcc: everybody@example.com\r\n\r\nAnother body";
  hostile.to_name = "Ana\r\nX-Evil: yes";
  must(MailSender(plain(server)).send(hostile));
  const auto mails = server.wait_for(1);
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_THAT(mails[0].at("header_names").as_array(), ElementsAre("Date", "From", "To", "Subject", "Message-ID",
                                                                  "Auto-Submitted", "MIME-Version", "Content-Type"));
  EXPECT_EQ(text_at(mails[0], "text"), "Hello");
  EXPECT_EQ(problem(plain(server), mail("ana@example.com>\r\nRCPT TO:<everybody@example.com")), "mail.address_invalid");
}

TEST_F(MailSending, EncryptsByStartTlsBeforeLoggingIn) {
  const Certificate certificate;
  const test::MailServer server(
      {"--certificate", certificate.file(), "--key", certificate.key(), "--user", "shop", "--password", "pass word é"});
  auto options = encrypted(server, certificate);
  options.username = "shop";
  options.password = "pass word é";
  must(MailSender(options).send(mail()));
  const auto mails = server.wait_for(1);
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_TRUE(mails[0].at("is_encrypted").as_bool());
  EXPECT_TRUE(mails[0].at("is_logged_in").as_bool());
}

TEST_F(MailSending, TellsOfAWrongPassword) {
  const test::MailServer server({"--user", "shop", "--password", "right"});
  auto options = plain(server);
  options.username = "shop";
  options.password = "wrong";
  const auto refused = MailSender(options).send(mail());
  ASSERT_EQ(code_of(refused), "mail.login_refused");
  EXPECT_THAT(refused.error().cure, HasSubstr("SMTP_PASSWORD"));
  EXPECT_EQ(refused.error().text().find("wrong"), std::string::npos);
  EXPECT_TRUE(server.mails().empty());
}

TEST_F(MailSending, SendsNothingInTheClearWhenTlsIsWanted) {
  const test::MailServer server;
  auto options = plain(server);
  options.use_tls = true;
  const auto refused = MailSender(options).send(mail());
  ASSERT_EQ(code_of(refused), "mail.tls_failed");
  EXPECT_THAT(refused.error().cure, HasSubstr("SMTP_USE_TLS"));
  EXPECT_TRUE(server.mails().empty());
}

TEST_F(MailSending, TrustsNoCertificateOfItsOwnMaking) {
  const Certificate certificate, another;
  const test::MailServer server({"--certificate", certificate.file(), "--key", certificate.key()});
  EXPECT_EQ(problem(encrypted(server, another), mail()), "mail.tls_failed");
  EXPECT_EQ(problem(encrypted(server, certificate), mail()), "");
}

TEST_F(MailSending, TellsARefusedRecipientFromOneToTryAgain) {
  const test::MailServer server({"--refuse", "gone@example.com", "--defer", "later@example.com"});
  const auto refused = MailSender(plain(server)).send(mail("gone@example.com"));
  ASSERT_EQ(code_of(refused), "mail.recipient_refused");
  EXPECT_THAT(refused.error().message, HasSubstr("Nobody of this name"));
  EXPECT_LT(refused.error().kind->http_status, 500) << "it is not tried again";
  const auto deferred = MailSender(plain(server)).send(mail("later@example.com"));
  ASSERT_EQ(code_of(deferred), "mail.deferred");
  EXPECT_GE(deferred.error().kind->http_status, 500) << "it is tried again";
}

TEST_F(MailSending, TellsOfASenderWhoMayNot) {
  const test::MailServer server({"--refuse-sender", "shop@example.com"});
  const auto refused = MailSender(plain(server)).send(mail());
  ASSERT_EQ(code_of(refused), "mail.refused");
  EXPECT_THAT(refused.error().cure, HasSubstr("FROM_EMAIL"));
}

TEST_F(MailSending, TellsOfAServerThatIsAway) {
  platform::client::MailServer away;
  {
    const test::MailServer server;
    away = plain(server);
  }
  EXPECT_EQ(problem(away, mail()), "mail.server_away");
  away.host = "no-such-host.invalid";
  EXPECT_EQ(problem(away, mail()), "mail.server_away");
}

TEST_F(MailSending, WaitsForASlowServerForALimitedTime) {
  const test::MailServer server({"--dawdle", "30"});
  auto options = plain(server);
  options.total_timeout = 300ms;
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(problem(options, mail()), "mail.server_slow");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
}

}  // namespace
