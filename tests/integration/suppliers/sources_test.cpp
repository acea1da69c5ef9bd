#include "domain/suppliers/sources.h"

#include <gmock/gmock.h>

#include "integration/suppliers/sources_fixture.h"
#include "support/at_once.h"

namespace {

using suppliers::Source;
using suppliers::SourceKind;
using suppliers::SourceMode;
using test::code_of;
using test::must;
using test::SourcesTest;
using testing::HasSubstr;
using testing::Not;

INSTANTIATE_TEST_SUITE_P(Engines, SourcesTest, test::both_engines(), test::engine_name);

constexpr const char* url = "https://shop.example/prices.csv";
constexpr const char* body =
    R"({"kind":"http","name":"Prices","config":{"url":"https://shop.example/p.csv"},"secrets":{"token":"geheim"}})";

TEST_P(SourcesTest, ANewSourceKeepsWhatItWasGiven) {
  const Source made = must(sources().create({.supplier = "alpha",
                                             .kind = "http",
                                             .name = " Price list ",
                                             .config = R"({"url": "https://shop.example/a", "user": "me"})",
                                             .secrets = {{"password", "geheim"}},
                                             .mode = "full",
                                             .is_enabled = false}));
  const Source found = must(sources().find(made.id));
  EXPECT_EQ(found.supplier, "alpha");
  EXPECT_EQ(found.name, "Price list");
  EXPECT_EQ(found.kind, SourceKind::http);
  EXPECT_EQ(found.mode, SourceMode::full);
  EXPECT_FALSE(found.is_enabled);
  EXPECT_EQ(found.config, R"({"url":"https://shop.example/a","user":"me"})");
  EXPECT_EQ(must(sources().secrets_of(found)).at("password"), "geheim");
  EXPECT_THAT(found.sealed.at("password"), Not(HasSubstr("geheim")));
  EXPECT_EQ(found.created_at, made.created_at);
}

TEST_P(SourcesTest, WhatIsNotValidIsRefused) {
  const std::string config = R"({"url": "https://shop.example/a"})";
  EXPECT_EQ(code_of(sources().create({.supplier = "nobody", .kind = "upload"})), suppliers::supplier_unknown.code);
  EXPECT_EQ(code_of(sources().create({.supplier = "alpha", .kind = "pigeon"})), suppliers::source_invalid.code);
  EXPECT_EQ(code_of(sources().create({.supplier = "alpha", .kind = "http", .config = config, .mode = "half"})),
            suppliers::source_invalid.code);
  EXPECT_EQ(code_of(sources().create({.supplier = "alpha", .kind = "http", .name = " ", .config = config})),
            suppliers::source_invalid.code);
  must(sources().create({.supplier = "alpha", .kind = "http", .config = config}));
  EXPECT_EQ(code_of(sources().create({.supplier = "alpha", .kind = "http", .config = config})),
            suppliers::source_exists.code);
  EXPECT_TRUE(sources().create({.supplier = "beta", .kind = "http", .config = config}));
}

TEST_P(SourcesTest, SecretsStayChangeAndGo) {
  const Source made = this->made(url, {{"token", "one"}, {"header.X-Key", "two"}});
  must(sources().update(made.id, {.name = "Renamed"}));
  auto secrets = must(sources().secrets_of(must(sources().find(made.id))));
  EXPECT_EQ(secrets.at("token"), "one");
  must(sources().update(made.id, {.secrets = {{"token", "three"}, {"header.X-Key", std::nullopt}}}));
  secrets = must(sources().secrets_of(must(sources().find(made.id))));
  EXPECT_EQ(secrets, (suppliers::Secrets{{"token", "three"}}));
}

TEST_P(SourcesTest, SecretsOfThePreviousKeyAreReadAndSealedAnew) {
  const platform::crypto::Sealer old("yesterday's secret", "");
  suppliers::SourceService yesterday(house().imports, house().suppliers, old, {});
  const Source made = must(yesterday.create({.supplier = "alpha",
                                             .kind = "http",
                                             .config = R"({"url": "https://shop.example/a"})",
                                             .secrets = {{"token", "geheim"}}}));
  EXPECT_EQ(must(sources().secrets_of(made)).at("token"), "geheim");
  const Source after = must(sources().update(made.id, {.name = "Renamed"}));
  EXPECT_FALSE(house().sealer.is_outdated(after.sealed.at("token")));
  EXPECT_EQ(must(sources().secrets_of(after)).at("token"), "geheim");
  EXPECT_EQ(code_of(yesterday.secrets_of(after)), suppliers::source_secret_lost.code);
}

TEST_P(SourcesTest, OfTwoChangesOfWhatWasReadTheSecondIsRefused) {
  const Source read = made(url);
  must(sources().update(read.id, {.name = "First"}, read.version));
  EXPECT_EQ(code_of(sources().update(read.id, {.name = "Second"}, read.version)), suppliers::source_changed.code);
  EXPECT_EQ(code_of(sources().remove(read.id, read.version)), suppliers::source_changed.code);
  EXPECT_EQ(must(sources().find(read.id)).name, "First");
  const Source other = must(sources().create({.supplier = "alpha", .kind = "upload"}));
  EXPECT_EQ(code_of(sources().update(other.id, {.name = "First"})), suppliers::source_exists.code);
}

TEST_P(SourcesTest, ChangesThatNameNoVersionAllSucceedHoweverManyComeAtOnce) {
  const base::Uuid id = must(sources().create({.supplier = "alpha", .kind = "upload"})).id;
  EXPECT_TRUE(test::all_succeed_at_once([&](const std::string& name) { return sources().update(id, {.name = name}); }));
  EXPECT_EQ(must(sources().find(id)).version, 81);
}

TEST_P(SourcesTest, ANewAddressForgetsTheFileOfTheOldOne) {
  const Source source = made(url);
  suppliers::SourceState state;
  state.etag = "\"v1\"";
  state.digest = "abc";
  state.checked_at = base::Timestamp::now();
  state.import_id = base::Uuid::generate();
  state.problem_code = "x";
  must(sources().record(source, state));
  Source found = must(sources().find(source.id));
  EXPECT_EQ(found.state.etag, "\"v1\"");
  EXPECT_EQ(found.state.import_id, state.import_id);
  EXPECT_EQ(found.state.checked_at, state.checked_at);
  found = must(sources().update(source.id, {.name = "Renamed"}));
  EXPECT_EQ(found.state.digest, "abc");
  must(sources().update(source.id, {.config = R"({"url": "https://shop.example/other"})"}));
  EXPECT_EQ(must(sources().find(source.id)).state.digest, "");
  must(sources().record(source, state));
  EXPECT_EQ(must(sources().find(source.id)).state.digest, "") << "found while it was another address";
}

TEST_P(SourcesTest, ThoseOfADeletedSupplierGo) {
  const Source mine = made(url);
  const Source other = must(sources().create({.supplier = "beta", .kind = "upload"}));
  must(sources().remove_all_of(mine.supplier_id));
  EXPECT_EQ(code_of(sources().find(mine.id)), suppliers::source_unknown.code);
  EXPECT_TRUE(sources().find(other.id));
}

TEST_P(SourcesTest, RoutesCreateChangeAndDeleteWithoutShowingSecrets) {
  const auto calls = house().calls();
  const auto created = calls.post("/suppliers/alpha/sources", body);
  ASSERT_EQ(created.status, 201U) << created.problem;
  EXPECT_EQ(created.json().at("secrets").at("token"), "set");
  EXPECT_EQ(created.json().at("config").at("url"), "https://shop.example/p.csv");
  EXPECT_TRUE(created.json().at("last_fetch").is_null());
  EXPECT_THAT(created.body, Not(HasSubstr("geheim")));
  const std::string path = "/sources/" + std::string(created.json().at("id").as_string());
  const auto changed = calls.patch(path, R"({"mode":"full","secrets":{"token":null,"header.X-Key":"anders"}})",
                                   {{"if-match", created.etag}});
  EXPECT_EQ(changed.json().at("mode"), "full");
  EXPECT_EQ(changed.json().at("name"), "Prices");
  EXPECT_FALSE(changed.json().at("secrets").as_object().contains("token"));
  EXPECT_EQ(calls.patch(path, R"({"mode":"partial"})", {{"if-match", created.etag}}).status, 412U);
  EXPECT_EQ(calls.get(path).etag, changed.etag);
  EXPECT_EQ(calls.del(path, {{"if-match", created.etag}}).status, 412U);
  EXPECT_EQ(calls.del(path).status, 204U);
  EXPECT_EQ(calls.get(path).problem, suppliers::source_unknown.code);
  EXPECT_EQ(calls.get("/sources/none").problem, suppliers::source_unknown.code);
  EXPECT_EQ(house().audited, (std::vector<std::string>{"source.created", "source.updated", "source.deleted"}));
  EXPECT_THAT(house().audit_text, Not(HasSubstr("geheim")));
  EXPECT_THAT(house().audit_text, Not(HasSubstr("anders")));
}

TEST_P(SourcesTest, RoutesListByKindAndPage) {
  const auto calls = house().calls();
  for (const char* name : {"One", "Two", "Three"})
    must(sources().create({.supplier = "alpha", .kind = "upload", .name = name}));
  must(sources().create({.supplier = "beta", .kind = "http", .config = R"({"url": "https://b.example"})"}));
  const auto first = calls.get("/sources?limit=3").json();
  EXPECT_EQ(first.at("items").as_array().size(), 3U);
  const std::string cursor(first.at("next_cursor").as_string());
  const auto second = calls.get("/sources?limit=3&cursor=" + cursor).json();
  EXPECT_EQ(second.at("items").at(0).at("supplier"), "beta");
  EXPECT_TRUE(second.at("next_cursor").is_null());
  EXPECT_EQ(calls.get("/sources?kind=http").json().at("items").as_array().size(), 1U);
  EXPECT_EQ(calls.get("/suppliers/alpha/sources").json().at("items").as_array().size(), 3U);
  EXPECT_EQ(calls.get("/suppliers/nobody/sources").problem, suppliers::supplier_unknown.code);
  EXPECT_EQ(calls.get("/sources?cursor=x").problem, platform::http::request_invalid.code);
}

}  // namespace
