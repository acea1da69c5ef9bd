#include "domain/settings/settings.h"

#include <gmock/gmock.h>

#include "domain/settings/settings_routes.h"
#include "platform/db/migrations.h"
#include "support/database_fixture.h"
#include "support/http_call.h"

namespace {

using settings::SettingsService;
using test::code_of;
using test::must;
using testing::HasSubstr;

class SettingsTest : public ::testing::TestWithParam<test::Engine> {
 protected:
  void SetUp() override {
    must(platform::db::Migrator(main_).up());
    service_.emplace(main_);
  }
  SettingsService& service() { return *service_; }

  test::Calls routes() {
    using platform::config::SettingSource;
    std::vector<platform::config::SettingReport> environment;
    for (const auto& info : platform::config::setting_table()) {
      if (info.name == "PORT") environment.push_back({&info, "8000", SettingSource::default_value});
      if (info.name == "SECRET_KEY") environment.push_back({&info, "***", SettingSource::file});
    }
    test::Calls calls(settings::settings_routes({service(), environment,
                                                 [this](const auto&, std::string_view action, std::string_view subject,
                                                        std::string_view before, std::string_view after) {
                                                   audited_.push_back(std::string(action) + " " + std::string(subject) +
                                                                      " " + std::string(before) + " " +
                                                                      std::string(after));
                                                 }}));
    calls.caller.name = "ana@example.org";
    return calls;
  }
  static boost::json::value item(const test::Calls::Answer& answer, std::string_view name) {
    const auto list = answer.json();
    for (const auto& one : list.at("items").as_array()) {
      if (one.at("name") == boost::json::value(name)) return one;
    }
    ADD_FAILURE() << "no setting " << name;
    return {};
  }

  const settings::Changer ana_{base::Uuid::generate(), "ana@example.org"};
  std::vector<std::string> audited_;

 private:
  test::FreshDatabase fresh_{GetParam()};
  platform::db::Database main_ = fresh_.open("main");
  std::optional<SettingsService> service_;
};
INSTANTIATE_TEST_SUITE_P(Engines, SettingsTest, test::both_engines(), test::engine_name);

TEST_P(SettingsTest, WhatNobodyChangedHasItsDefault) {
  const auto values = must(service().read());
  EXPECT_EQ(values.integer(settings::audit_retention_days), 730);
  EXPECT_EQ(values.text(settings::default_currency), "EUR");
  for (const auto& value : values.values) EXPECT_TRUE(value.is_default) << value.info->name;
}

TEST_P(SettingsTest, AChangeIsKeptWithWhoMadeIt) {
  const auto changes = must(service().change({{"audit_retention_days", "90"}, {"default_currency", "chf"}}, ana_));
  EXPECT_EQ(changes.before,
            (std::map<std::string, std::string>{{"audit_retention_days", "730"}, {"default_currency", "EUR"}}));
  const auto values = must(service().read());
  EXPECT_EQ(values.integer(settings::audit_retention_days), 90);
  EXPECT_EQ(values.text(settings::default_currency), "CHF");
  EXPECT_EQ(values.values.at(2).changed_by, "ana@example.org");
  EXPECT_TRUE(values.values.at(2).changed_at.has_value());
}

TEST_P(SettingsTest, OneWrongValueKeepsAllFromBeingChangedAndAllWrongOnesAreTold) {
  const auto refused = service().change(
      {{"audit_retention_days", "90"}, {"default_currency", "ZZZ"}, {"low_stock_threshold", "few"}, {"x", "1"}}, ana_);
  ASSERT_EQ(code_of(refused), settings::settings_invalid.code);
  for (const char* part : {"3 settings", "default_currency is \"ZZZ\"", "low_stock_threshold is \"few\"", "\"x\""}) {
    EXPECT_THAT(refused.error().message, HasSubstr(part));
  }
  EXPECT_EQ(must(service().read()).integer(settings::audit_retention_days), 730);
}

TEST_P(SettingsTest, OfTwoChangesOfWhatWasReadTheSecondIsRefused) {
  const auto seen = must(service().read()).version;
  must(service().change({{"audit_retention_days", "90"}}, ana_, seen));
  EXPECT_EQ(code_of(service().change({{"audit_retention_days", "91"}}, ana_, seen)), settings::settings_changed.code);
  EXPECT_EQ(code_of(service().reset("audit_retention_days", seen)), settings::settings_changed.code);
  EXPECT_EQ(must(service().read()).integer(settings::audit_retention_days), 90);
}

TEST_P(SettingsTest, ASettingGoesBackToItsDefault) {
  must(service().change({{"time_zone", "UTC"}}, ana_));
  must(service().reset("time_zone"));
  EXPECT_EQ(must(service().read()).text(settings::time_zone), "Europe/Paris");
  EXPECT_EQ(code_of(service().reset("nothing")), settings::setting_unknown.code);
}

TEST_P(SettingsTest, RoutesListChangeAndReset) {
  const auto calls = routes();
  const auto list = calls.get("/settings");
  EXPECT_EQ(item(list, "low_stock_threshold").at("value"), "5");
  EXPECT_EQ(item(list, "low_stock_threshold").at("rule"), "0 to 1000000");
  EXPECT_TRUE(item(list, "low_stock_threshold").at("changed_by").is_null());
  const auto changed = calls.patch("/settings", R"({"values":{"low_stock_threshold":7,"default_vat_rate":5.5}})",
                                   {{"if-match", list.etag}});
  EXPECT_EQ(changed.status, 200U);
  EXPECT_EQ(item(changed, "low_stock_threshold").at("value"), "7");
  EXPECT_EQ(item(changed, "low_stock_threshold").at("changed_by"), "ana@example.org");
  EXPECT_EQ(item(changed, "default_vat_rate").at("is_default"), false);
  EXPECT_EQ(calls.patch("/settings", R"({"values":{"low_stock_threshold":8}})", {{"if-match", list.etag}}).status,
            412U);
  EXPECT_EQ(calls.del("/settings/low_stock_threshold", {{"if-match", list.etag}}).status, 412U);
  const auto reset = calls.del("/settings/low_stock_threshold", {{"if-match", changed.etag}});
  EXPECT_EQ(item(reset, "low_stock_threshold").at("value"), "5");
  EXPECT_EQ(calls.del("/settings/nothing").status, 404U);
  EXPECT_EQ(calls.patch("/settings", R"({"values":{"low_stock_threshold":true}})").problem,
            settings::settings_invalid.code);
  EXPECT_EQ(
      audited_,
      (std::vector<std::string>{
          R"(settings.changed settings {"default_vat_rate":"20","low_stock_threshold":"5"} )"
          R"({"default_vat_rate":"5.5","low_stock_threshold":"7"})",
          R"(settings.reset setting:low_stock_threshold {"low_stock_threshold":"7"} {"low_stock_threshold":"5"})"}));
}

TEST_P(SettingsTest, RoutesShowTheEnvironmentWithSecretsMasked) {
  const auto shown = routes().get("/settings/environment");
  EXPECT_EQ(item(shown, "PORT").at("source"), "default");
  EXPECT_EQ(item(shown, "SECRET_KEY").at("value"), "***");
  EXPECT_EQ(item(shown, "SECRET_KEY").at("is_secret"), true);
}

}  // namespace
