#include <gmock/gmock.h>

#include "domain/notifications/mailer.h"
#include "support/result_check.h"

namespace {

using test::code_of;
using test::must;

platform::config::Settings settings(const std::map<std::string, std::string>& set) {
  const auto lookup = [&](const std::string& name) {
    const auto found = set.find(name);
    return found == set.end() ? std::nullopt : std::optional(found->second);
  };
  return must(platform::config::load(lookup, "no such file")).settings;
}

TEST(MailSettings, SendNothingWithoutAServer) {
  EXPECT_FALSE(must(notifications::mail_server_of(settings({{"FROM_EMAIL", "shop@example.com"}}))).has_value());
}

TEST(MailSettings, NameServerAndSender) {
  const auto server = must(notifications::mail_server_of(settings({{"SMTP_SERVER", "mail.example.com"},
                                                                   {"SMTP_PORT", "465"},
                                                                   {"SMTP_USERNAME", "shop"},
                                                                   {"SMTP_PASSWORD", "secret"},
                                                                   {"FROM_EMAIL", "shop@example.com"},
                                                                   {"FROM_NAME", "Our Shop"}})));
  ASSERT_TRUE(server.has_value());
  EXPECT_EQ(server->host, "mail.example.com");
  EXPECT_EQ(server->port, 465);
  EXPECT_EQ(server->username, "shop");
  EXPECT_EQ(server->password, "secret");
  EXPECT_TRUE(server->use_tls) << "unless it is switched off";
  EXPECT_EQ(server->from.email, "shop@example.com");
  EXPECT_EQ(server->from.name, "Our Shop");
  const auto plain = must(notifications::mail_server_of(
      settings({{"SMTP_SERVER", "localhost"}, {"SMTP_USE_TLS", "no"}, {"SMTP_USERNAME", "shop@example.com"}})));
  EXPECT_FALSE(plain->use_tls);
  EXPECT_EQ(plain->from.email, "shop@example.com") << "the user name, when it is an address";
}

TEST(MailSettings, AskForASender) {
  const auto server =
      notifications::mail_server_of(settings({{"SMTP_SERVER", "localhost"}, {"SMTP_USERNAME", "shop"}}));
  ASSERT_EQ(code_of(server), "mail.address_invalid");
  EXPECT_THAT(server.error().cure, testing::HasSubstr("FROM_EMAIL"));
}

TEST(MailSettings, GiveLinksWithoutADoubledSlash) {
  const auto installation =
      notifications::installation_of(settings({{"APP_URL", "https://shop.example.com/"}, {"APP_NAME", "Our Shop"}}));
  EXPECT_EQ(installation.url, "https://shop.example.com");
  EXPECT_EQ(installation.name, "Our Shop");
}

}  // namespace
