#include <gtest/gtest.h>

#include "integration/identity/identity_fixture.h"

namespace {

using namespace std::chrono_literals;
using identity::PermissionSet;
using identity::Role;
using test::code_of;
using test::must;

class ApiKeys : public test::IdentityTest {
 protected:
  void SetUp() override {
    IdentityTest::SetUp();
    owner_ = add_user("robot@example.com", Role::api_client);
  }
  identity::ApiKeyService& keys() { return service().api_keys(); }
  static PermissionSet scopes(const std::vector<std::string>& names) { return must(PermissionSet::of(names)); }
  identity::CreatedApiKey make(const std::vector<std::string>& names = {"products.read", "imports.start"},
                               std::optional<base::Timestamp> expires_at = {}) {
    return must(keys().create(everything(), {owner_.id, "Nightly feed", scopes(names), expires_at}));
  }

  identity::User owner_;
};
INSTANTIATE_TEST_SUITE_P(Engines, ApiKeys, test::both_engines(), test::engine_name);

TEST_P(ApiKeys, NameTheirOwnerAndAllowTheirScopesOnly) {
  const auto made = make();
  EXPECT_EQ(made.secret.rfind("si_" + made.key.prefix + '_', 0), 0U);
  for (const auto& request :
       {request_with("x-api-key", made.secret), request_with("authorization", "Bearer " + made.secret)}) {
    const auto caller = must(service().authenticate(request));
    ASSERT_TRUE(caller.has_value());
    EXPECT_EQ(caller->user_id, owner_.id);
    EXPECT_TRUE(caller->by_api_key);
    EXPECT_TRUE(caller->session_id.is_nil());
    EXPECT_EQ(caller->name, "si_" + made.key.prefix);
    EXPECT_EQ(caller->permissions, (std::vector<std::string>{"imports.start", "products.read"}));
  }
}

TEST_P(ApiKeys, AreNotKeptInTheDatabase) {
  const auto made = make();
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM api_keys WHERE secret_hash = '" + made.secret + "'"), "0");
  EXPECT_EQ(scalar("SELECT LENGTH(secret_hash) FROM api_keys"), "64");
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM audit_entries WHERE after LIKE '%" + made.secret + "%'"), "0");
}

TEST_P(ApiKeys, AreRefusedWhenWrong) {
  const auto made = make();
  std::string changed = made.secret;
  changed.back() = changed.back() == 'a' ? 'b' : 'a';
  EXPECT_EQ(refusal(service(), changed), "auth.api_key_refused");
  EXPECT_EQ(refusal(service(), "si_"), "auth.api_key_refused");
  EXPECT_EQ(refusal(service(), made.secret + ' '), "auth.api_key_refused");
  EXPECT_EQ(code_of(service().authenticate(request_with("x-api-key", "anything"))), "auth.api_key_refused");
}

TEST_P(ApiKeys, CannotAllowWhatOwnerOrCreatorMayNot) {
  EXPECT_EQ(code_of(keys().create(everything(), {owner_.id, "Key", scopes({"admin.users"}), {}})),
            "identity.scopes_too_wide");
  const identity::Authority reader{identity::Actor{}, scopes({"products.read"}), {}};
  EXPECT_EQ(code_of(keys().create(reader, {owner_.id, "Key", scopes({"imports.start"}), {}})),
            "identity.scopes_too_wide");
  EXPECT_EQ(code_of(keys().create(reader, {owner_.id, "Key", scopes({"products.read"}), {}})), "");
  EXPECT_EQ(code_of(keys().create(everything(), {owner_.id, "Key", {}, {}})), "identity.api_key_invalid");
  EXPECT_EQ(code_of(keys().create(everything(), {owner_.id, " ", scopes({"products.read"}), {}})),
            "identity.api_key_invalid");
  EXPECT_EQ(code_of(keys().create(everything(), {base::Uuid::generate(), "Key", scopes({"products.read"}), {}})),
            "identity.user_unknown");
}

TEST_P(ApiKeys, LoseWhatTheirOwnerLoses) {
  const auto made = make();
  ASSERT_TRUE(must(service().authenticate(made.secret)).may("imports.start"));
  identity::UserChange change;
  change.denied = scopes({"imports.start"});
  must(service().users().update(everything(), owner_.id, change));
  const auto caller = must(service().authenticate(made.secret));
  EXPECT_FALSE(caller.may("imports.start"));
  EXPECT_TRUE(caller.may("products.read"));
  change.is_disabled = true;
  must(service().users().update(everything(), owner_.id, change));
  EXPECT_EQ(refusal(service(), made.secret), "auth.api_key_refused");
}

TEST_P(ApiKeys, Expire) {
  EXPECT_EQ(
      code_of(keys().create(everything(), {owner_.id, "Key", scopes({"products.read"}), base::Timestamp::now() + -1s})),
      "identity.api_key_invalid");
  const auto made = make({"products.read"}, base::Timestamp::now() + 1h);
  EXPECT_EQ(refusal(service(), made.secret), "");
  run("UPDATE api_keys SET expires_at = '2020-01-01T00:00:00.000000Z'");
  EXPECT_EQ(refusal(*make_service(), made.secret), "auth.api_key_refused");
}

TEST_P(ApiKeys, AreRevokedAtOnce) {
  const auto made = make();
  ASSERT_EQ(refusal(service(), made.secret), "");
  must(keys().revoke(everything(), owner_.id, made.key.id));
  must(keys().revoke(everything(), owner_.id, made.key.id));
  EXPECT_EQ(refusal(service(), made.secret), "auth.api_key_refused");
  EXPECT_TRUE(must(keys().find(owner_.id, made.key.id)).is_revoked);
  EXPECT_EQ(code_of(keys().rotate(everything(), owner_.id, made.key.id, 1h)), "identity.api_key_invalid");
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM audit_entries WHERE action = 'api_key.revoked'"), "1");
}

TEST_P(ApiKeys, AreRotatedWithAnOverlap) {
  const auto old = make({"products.read"}, base::Timestamp::now() + 240h);
  const auto fresh = must(keys().rotate(everything(), owner_.id, old.key.id, 1h));
  EXPECT_EQ(fresh.key.replaces_id, old.key.id);
  EXPECT_EQ(fresh.key.scopes, old.key.scopes);
  EXPECT_EQ(fresh.key.name, old.key.name);
  ASSERT_TRUE(fresh.key.expires_at.has_value());
  EXPECT_EQ(*fresh.key.expires_at - fresh.key.created_at, *old.key.expires_at - old.key.created_at);
  EXPECT_EQ(refusal(service(), old.secret), "");
  EXPECT_EQ(refusal(service(), fresh.secret), "");
  const auto left = *must(keys().find(owner_.id, old.key.id)).expires_at - base::Timestamp::now();
  EXPECT_LE(left, 1h);
  EXPECT_GT(left, 59min);
  const auto last = must(keys().rotate(everything(), owner_.id, fresh.key.id, 0s));
  EXPECT_EQ(refusal(service(), fresh.secret), "auth.api_key_refused");
  EXPECT_EQ(code_of(keys().rotate(everything(), owner_.id, last.key.id, 24h * 31)), "identity.api_key_invalid");
}

TEST_P(ApiKeys, NoteTheirLastUseAtMostOnceAMinute) {
  auto with = options();
  with.cache_lifetime = 0ms;
  const auto uncached = make_service(with);
  const auto made = make();
  const auto last_use = [&] { return scalar("SELECT last_used_at FROM api_keys"); };
  EXPECT_EQ(last_use(), "");
  must(uncached->authenticate(made.secret));
  const std::string first = last_use();
  EXPECT_NE(first, "");
  must(uncached->authenticate(made.secret));
  EXPECT_EQ(last_use(), first);
  run("UPDATE api_keys SET last_used_at = '2020-01-01T00:00:00.000000Z'");
  must(uncached->authenticate(made.secret));
  EXPECT_GE(last_use(), first);
}

TEST_P(ApiKeys, OfOthersAreNotFound) {
  const auto made = make();
  const auto stranger = add_user("stranger@example.com", Role::api_client);
  EXPECT_EQ(code_of(keys().find(stranger.id, made.key.id)), "identity.api_key_unknown");
  EXPECT_EQ(code_of(keys().revoke(everything(), stranger.id, made.key.id)), "identity.api_key_unknown");
  EXPECT_EQ(code_of(keys().update(everything(), stranger.id, made.key.id, {})), "identity.api_key_unknown");
  EXPECT_EQ(code_of(keys().rotate(everything(), stranger.id, made.key.id, 1h)), "identity.api_key_unknown");
  EXPECT_TRUE(must(keys().list(stranger.id, {})).items.empty());
  EXPECT_EQ(must(keys().list(std::nullopt, {})).items.size(), 1U);
  EXPECT_EQ(code_of(keys().find(std::nullopt, made.key.id)), "");
}

TEST_P(ApiKeys, AreChangedAndListedInPages) {
  for (int i = 0; i < 4; ++i) make();
  const auto last = make();
  const auto first_page = must(keys().list(owner_.id, {{}, 3}));
  ASSERT_EQ(first_page.items.size(), 3U);
  EXPECT_EQ(first_page.items[0].id, last.key.id) << "newest first";
  EXPECT_EQ(must(keys().list(owner_.id, {first_page.next, 3})).items.size(), 2U);
  const auto changed = must(keys().update(everything(), owner_.id, last.key.id,
                                          {"Renamed", scopes({"suppliers.read"}), base::Timestamp::now() + 1h}));
  EXPECT_EQ(changed.name, "Renamed");
  EXPECT_EQ(must(service().authenticate(last.secret)).permissions, std::vector<std::string>{"suppliers.read"});
}

}  // namespace
