#include <gtest/gtest.h>

#include "domain/settings/settings.h"
#include "support/result_check.h"

namespace settings {
namespace {

using test::code_of;
using test::must;

base::Result<std::string> check(std::string_view name, std::string_view value) {
  return check_value(*find_setting(name), value);
}

TEST(SettingTable, EveryDefaultObeysItsOwnRuleAndHasHelpInBothLanguages) {
  for (const SettingInfo& setting : setting_table()) {
    EXPECT_EQ(must(check_value(setting, setting.default_value)), setting.default_value) << setting.name;
    EXPECT_FALSE(setting.english.empty() || setting.french.empty()) << setting.name;
    EXPECT_FALSE(rule_of(setting).empty()) << setting.name;
  }
}

TEST(SettingRules, WholeNumbersStayWithinTheirBounds) {
  EXPECT_EQ(must(check(audit_retention_days, " 0365 ")), "365");
  for (const std::string_view wrong : {"", "-1", "3651", "1.5", "many", "99999999999999999999", "12 days"}) {
    EXPECT_EQ(code_of(check(audit_retention_days, wrong)), settings_invalid.code) << wrong;
  }
}

TEST(SettingRules, SharesMayHaveDecimals) {
  EXPECT_EQ(must(check(default_vat_rate, "5.50")), "5.5");
  EXPECT_EQ(code_of(check(default_vat_rate, "100.01")), settings_invalid.code);
  EXPECT_EQ(code_of(check(default_vat_rate, "5,5")), settings_invalid.code);
}

TEST(SettingRules, ChoicesCurrenciesAndZonesAreKnownOnes) {
  EXPECT_EQ(must(check(default_language, "en")), "en");
  EXPECT_EQ(code_of(check(default_language, "de")), settings_invalid.code);
  EXPECT_EQ(must(check(default_currency, "chf")), "CHF");
  EXPECT_EQ(code_of(check(default_currency, "ZZZ")), settings_invalid.code);
  EXPECT_EQ(must(check(time_zone, "America/Argentina/Ushuaia")), "America/Argentina/Ushuaia");
  for (const std::string_view wrong : {"", "Paris", "../etc/passwd", "/Europe/Paris", "Europe/", "Europe/ Paris"}) {
    EXPECT_EQ(code_of(check(time_zone, wrong)), settings_invalid.code) << wrong;
  }
}

TEST(SettingRules, AProblemNamesTheSettingTheValueAndWhatIsExpected) {
  const auto refused = check(low_stock_threshold, "few");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().place.field, "low_stock_threshold");
  EXPECT_EQ(refused.error().message, "low_stock_threshold is \"few\".");
  EXPECT_EQ(refused.error().cure, "Give a whole number from 0 to 1000000.");
}

}  // namespace
}  // namespace settings
