#include "domain/identity/account_rules.h"

#include <gtest/gtest.h>

#include <string>

#include "domain/identity/api_key_text.h"
#include "domain/identity/users.h"
#include "support/result_check.h"

namespace {

using identity::check_password;
using identity::checked_email;
using identity::network_of;
using test::code_of;
using test::must;

TEST(AccountRules, TakeUsualAddresses) {
  EXPECT_EQ(must(checked_email(" Ana.Lopez+shop@Example.com ")), "Ana.Lopez+shop@Example.com");
  EXPECT_EQ(must(checked_email("admin@localhost")), "admin@localhost");
  EXPECT_EQ(identity::email_key(" Ana@Example.COM "), "ana@example.com");
}

TEST(AccountRules, RefuseWhatIsNoAddress) {
  for (const std::string& text :
       {std::string(), std::string("ana"), std::string("@example.com"), std::string("ana@"), std::string("a@b@c"),
        std::string("a b@example.com"), std::string("a\n@example.com"), std::string("a\0@example.com", 14),
        std::string("\xff@example.com"), std::string(300, 'a') + "@example.com"}) {
    EXPECT_EQ(code_of(checked_email(text)), "identity.email_invalid") << text.substr(0, 40);
  }
}

TEST(AccountRules, RefuseNamesThatWouldBreakALine) {
  EXPECT_EQ(must(identity::checked_name("  Zoé  ", identity::name_invalid)), "Zoé");
  for (const std::string& text : {std::string(), std::string("  "), std::string("a\nb"), std::string(201, 'a')}) {
    EXPECT_EQ(code_of(identity::checked_name(text, identity::name_invalid)), "identity.name_invalid");
  }
}

TEST(AccountRules, RefusePasswordsThatAreEasyToGuess) {
  EXPECT_EQ(code_of(check_password("violet tram under rain", "ana@example.com")), "");
  for (const std::string& text :
       {std::string("short"), std::string("elevenchars"), std::string("aaaaaaaaaaaaaaaa"),
        std::string("ANA@example.com"), std::string("your-secret-key"), std::string(1025, 'a') + 'b'}) {
    EXPECT_EQ(code_of(check_password(text, "ana@example.com")), "identity.password_weak") << text.substr(0, 40);
  }
}

TEST(AccountRules, TakeAHouseholdOfIpv6AsOneNetwork) {
  EXPECT_EQ(network_of("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(network_of("2001:db8:1:2:aaaa::1"), network_of("2001:db8:1:2:bbbb::2"));
  EXPECT_NE(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:3::1"));
  EXPECT_NE(network_of("::ffff:192.0.2.7"), network_of("::ffff:192.0.2.8"));
  EXPECT_EQ(network_of("not an address"), "not an address");
}

TEST(AccountRules, KeepAnUserAgentThatEveryDatabaseCanStore) {
  EXPECT_EQ(identity::kept_user_agent(std::string("Fire\0fox\xff", 9)), "Fire?fox?");
  EXPECT_EQ(identity::kept_user_agent(std::string(1000, 'x')).size(), 300U);
}

TEST(ApiKeyText, ShowsItsPrefix) {
  const auto made = identity::ApiKeyText::make();
  EXPECT_EQ(made.text.find("si_" + made.prefix + '_'), 0U);
  EXPECT_EQ(identity::prefix_of_key(made.text), made.prefix);
}

TEST(ApiKeyText, IsRecognisedByItsForm) {
  const std::string text = identity::ApiKeyText::make().text;
  std::string other_mark = text;
  other_mark[0] = 'x';
  std::string no_bar = text;
  no_bar[13] = 'a';
  std::string odd_prefix = text;
  odd_prefix[5] = '%';
  for (const std::string& changed : {std::string(), text + 'a', text.substr(1), other_mark, no_bar, odd_prefix}) {
    EXPECT_FALSE(identity::prefix_of_key(changed).has_value()) << changed;
  }
}

}  // namespace
