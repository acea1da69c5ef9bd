#include "platform/client/address_rules.h"

#include <gmock/gmock.h>

#include "support/result_check.h"

using platform::client::AddressRules;
using platform::client::IpAddress;
using test::code_of;
using test::must;

namespace {

constexpr std::string_view refused = platform::client::address_refused.code;
constexpr std::string_view unusable = platform::client::url_refused.code;

std::string_view judged(const AddressRules& rules, std::string_view address, std::string_view host = "shop.example") {
  return code_of(rules.check(*IpAddress::parse(address), host));
}

}  // namespace

TEST(AddressRules, RefuseWhatIsNotOnTheOpenInternet) {
  for (const char* address :
       {"127.0.0.1",    "127.255.255.254", "0.0.0.0",      "10.0.0.1",    "172.16.0.1", "172.31.255.255",
        "192.168.1.1",  "169.254.169.254", "100.64.0.1",   "100.127.1.1", "192.0.0.8",  "198.19.1.1",
        "224.0.0.1",    "255.255.255.255", "240.0.0.1",    "192.0.2.1",   "::",         "::1",
        "fe80::1",      "fc00::1",         "fdff::1",      "ff02::1",     "fec0::1",    "2001:db8::1",
        "2001::1",      "100::1",          "64:ff9b:1::1", "::127.0.0.1", "5f00::1",    "3fff::1",
        "203.0.113.10", "198.51.100.1",    "192.88.99.1"}) {
    EXPECT_EQ(judged({}, address), refused) << address;
  }
}

TEST(AddressRules, LetTheOpenInternetThrough) {
  for (const char* address : {"8.8.8.8", "1.1.1.1", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1",
                              "192.169.0.1", "223.255.255.255", "2606:4700::1111", "2a00:1450::1"}) {
    EXPECT_EQ(judged({}, address), "") << address;
  }
}

TEST(AddressRules, LookInsideAddressesThatCarryAnother) {
  EXPECT_EQ(judged({}, "::ffff:10.0.0.1"), refused);
  EXPECT_EQ(judged({}, "::ffff:169.254.169.254"), refused);
  EXPECT_EQ(judged({}, "64:ff9b::a00:1"), refused) << "NAT64 of 10.0.0.1";
  EXPECT_EQ(judged({}, "64:ff9b::808:808"), "") << "NAT64 of 8.8.8.8";
  EXPECT_EQ(judged({}, "2002:a00:1::"), refused) << "6to4 of 10.0.0.1";
  EXPECT_EQ(judged({}, "2002:808:808::"), refused) << "6to4 is out of use";
}

TEST(AddressRules, NameTheAddressTheRuleAndTheSetting) {
  const auto judged = AddressRules().check(*IpAddress::parse("10.1.2.3"), "feed.example");
  ASSERT_FALSE(judged);
  EXPECT_EQ(judged.error().message,
            "The host \"feed.example\" has the address 10.1.2.3, which is a private network; it is not reached from "
            "here.");
  EXPECT_THAT(judged.error().cure, testing::HasSubstr("ALLOWED_PRIVATE_NETWORKS"));
}

TEST(AddressRules, AllowTheNetworksOfTheSetting) {
  const auto rules = must(AddressRules::from(" 10.1.0.0/16, fd00::/8,192.168.7.7 "));
  for (const char* address : {"10.1.255.3", "fd12::1", "192.168.7.7", "::ffff:10.1.2.3"})
    EXPECT_EQ(judged(rules, address), "") << address;
  for (const char* address : {"10.2.0.1", "fc00::1", "192.168.7.8", "127.0.0.1"})
    EXPECT_EQ(judged(rules, address), refused) << address;
}

TEST(AddressRules, AllowTheHostsOfTheSettingAndNoOthers) {
  const auto rules = must(AddressRules::from("NAS.lan"));
  EXPECT_EQ(judged(rules, "192.168.1.5", "nas.lan"), "");
  EXPECT_EQ(judged(rules, "192.168.1.5", "other.lan"), refused);
  EXPECT_EQ(judged(rules, "192.168.1.5", "evil.nas.lan"), refused);
}

TEST(AddressRules, RefuseASettingThatSaysNothing) {
  for (const char* setting :
       {"10.0.0.0/33", "10.0.0/8", "10.0.0.0/", "::1/129", "two words", "10.0.0.0/8x", "999.1.1.1"})
    EXPECT_EQ(code_of(AddressRules::from(setting)), platform::client::address_rule_invalid.code) << setting;
  EXPECT_TRUE(AddressRules::from(""));
}

TEST(AddressRules, RefuseOddSpellingsOfHosts) {
  const auto rules = must(AddressRules::from("127.0.0.0/8, 0.0.0.0/8"));
  for (const char* url :
       {"http://2130706433/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://127.1/", "http://1/",
        "http://0x7f000001/", "http://%31%32%37.0.0.1/", "http://127.0.0.01/", "http://[fe80::1%25eth0]/"}) {
    EXPECT_EQ(code_of(rules.check_url(url)), unusable) << url;
  }
  EXPECT_TRUE(rules.check_url("http://127.0.0.1:8080/a?b=c#d"));
}

TEST(AddressRules, RefuseUrlsThatAreNotForTheWeb) {
  for (const char* url :
       {"ftp://shop.example/a", "file:///etc/passwd", "gopher://shop.example/", "shop.example/a.csv", "", "http://",
        "https://shop.example:99999/", "javascript:alert(1)", "http://shop.example\r\nX: y/"}) {
    EXPECT_EQ(code_of(AddressRules().check_url(url)), unusable) << url;
  }
  for (const char* url : {"https://shop.example", "HTTP://Shop.Example:8080/prix été.csv?a=1", "https://8.8.8.8/x"})
    EXPECT_TRUE(AddressRules().check_url(url)) << url;
}

TEST(AddressRules, RefuseCredentialsInUrlsAndSayWhereTheyBelong) {
  const auto judged = AddressRules().check_url("https://user:geheim@shop.example/a");
  ASSERT_FALSE(judged);
  EXPECT_EQ(judged.error().code(), unusable);
  EXPECT_THAT(judged.error().cure, testing::HasSubstr("their own fields"));
  EXPECT_THAT(judged.error().text(), testing::Not(testing::HasSubstr("geheim")));
}

TEST(AddressRules, RefusePrivateAddressesInUrlsBeforeAnythingIsSent) {
  for (const char* url : {"http://127.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://localhost/",
                          "http://169.254.169.254/latest/meta-data", "http://a.localhost/"}) {
    EXPECT_EQ(code_of(AddressRules().check_url(url)), refused) << url;
  }
}
