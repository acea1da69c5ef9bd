#include <gmock/gmock.h>

#include <thread>
#include <vector>

#include "integration/identity/identity_fixture.h"
#include "platform/http/message.h"

namespace {

using identity::PermissionSet;
using identity::Role;
using identity::UserChange;
using test::code_of;
using test::must;
using testing::HasSubstr;

class Users : public test::IdentityTest {
 protected:
  identity::UserService& users() { return service().users(); }
  static UserChange role(Role role) {
    UserChange change;
    change.role = role;
    return change;
  }
  static UserChange disabled() {
    UserChange change;
    change.is_disabled = true;
    return change;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, Users, test::both_engines(), test::engine_name);

TEST_P(Users, AreKeptAsTheyWereMade) {
  const auto created = add_user("Zoé@example.com", Role::manager);
  const auto read = must(users().find(created.id));
  EXPECT_EQ(read.email, "Zoé@example.com");
  EXPECT_EQ(read.name, "Somebody");
  EXPECT_EQ(read.role, Role::manager);
  EXPECT_TRUE(read.has_password);
  EXPECT_FALSE(read.is_disabled);
  EXPECT_EQ(read.created_at, created.created_at);
  EXPECT_FALSE(read.last_login_at.has_value());
  must(login("zoé@example.com", user_password));
  EXPECT_TRUE(must(users().find(created.id)).last_login_at.has_value());
  EXPECT_EQ(code_of(users().find(base::Uuid::generate())), "identity.user_unknown");
}

TEST_P(Users, HaveAddressesOfTheirOwn) {
  add_user("ana@example.com");
  const auto bob = add_user("bob@example.com");
  EXPECT_EQ(code_of(users().create(everything(), {"ANA@example.com", "Ana", Role::user, user_password})),
            "identity.email_taken");
  UserChange change;
  change.email = "Ana@Example.com";
  EXPECT_EQ(code_of(users().update(everything(), bob.id, change)), "identity.email_taken");
  EXPECT_EQ(must(users().find(bob.id)).email, "bob@example.com");
}

TEST_P(Users, AreListedInPagesAndFoundByPart) {
  for (int i = 0; i < 7; ++i) add_user("user" + std::to_string(i) + "@example.com");
  const auto odd = add_user("100%_real@example.com");
  std::vector<std::string> seen;
  identity::PageRequest page{{}, 3};
  do {
    const auto part = must(users().list("", page));
    EXPECT_LE(part.items.size(), 3U);
    for (const auto& user : part.items) seen.push_back(user.email);
    page.after = part.next;
  } while (page.after);
  EXPECT_EQ(seen.size(), 8U);
  EXPECT_EQ(must(users().list("USER3", {})).items.size(), 1U);
  EXPECT_EQ(must(users().list("0%_r", {})).items.at(0).id, odd.id);
  EXPECT_EQ(must(users().list("%", {})).items.size(), 1U) << "a sign of the pattern means itself";
  EXPECT_TRUE(must(users().list(std::string("\0", 1), {})).items.empty());
  EXPECT_TRUE(must(users().list("\xff", {})).items.empty());
}

TEST_P(Users, CarryGrantsAndDenialsUntilTheyAreReplaced) {
  const auto user = add_user("ana@example.com");
  const auto tokens = must(login("ana@example.com", user_password));
  ASSERT_FALSE(must(service().authenticate(tokens.access_token)).may("products.bulk"));
  UserChange change;
  change.granted = must(PermissionSet::of({"products.bulk"}));
  change.denied = must(PermissionSet::of({"products.read"}));
  must(users().update(everything(), user.id, change));
  const auto caller = must(service().authenticate(tokens.access_token));
  EXPECT_TRUE(caller.may("products.bulk")) << "at once, in the login that is open";
  EXPECT_FALSE(caller.may("products.read"));
  EXPECT_EQ(must(users().list("", {})).items.at(0).granted.names(), std::vector<std::string>{"products.bulk"});
  change.granted = change.denied = PermissionSet{};
  must(users().update(everything(), user.id, change));
  EXPECT_EQ(must(users().find(user.id)).permissions(), permissions_of(Role::user));
}

TEST_P(Users, AreNotChangedWhenSomebodyElseWasQuicker) {
  const auto user = add_user("ana@example.com");
  auto authority = everything();
  authority.precondition = [&](std::int64_t version) -> base::Result<> {
    if (version == user.version) return {};
    return base::failure(platform::http::precondition_failed, "changed", "read again");
  };
  UserChange change;
  change.name = "First";
  EXPECT_EQ(must(users().update(authority, user.id, change)).version, user.version + 1);
  change.name = "Second";
  EXPECT_EQ(code_of(users().update(authority, user.id, change)), "request.precondition_failed");
  EXPECT_EQ(code_of(users().remove(authority, user.id)), "request.precondition_failed");
  EXPECT_EQ(must(users().find(user.id)).name, "First");
}

TEST_P(Users, LoseTheirLoginsWhenDisabledOrRemoved) {
  const auto ana = add_user("ana@example.com");
  const auto bob = add_user("bob@example.com");
  const auto anas = must(login("ana@example.com", user_password));
  const auto bobs = must(login("bob@example.com", user_password));
  ASSERT_EQ(refusal(service(), anas.access_token), "");
  ASSERT_EQ(refusal(service(), bobs.access_token), "");
  must(users().update(everything(), ana.id, disabled()));
  must(users().remove(everything(), bob.id));
  EXPECT_EQ(refusal(service(), anas.access_token), "auth.session_ended");
  EXPECT_EQ(refusal(service(), bobs.access_token), "auth.session_ended");
  EXPECT_EQ(code_of(service().logins().refresh(anas.refresh_token, {"192.0.2.1"})), "auth.refresh_invalid");
  EXPECT_EQ(code_of(users().find(bob.id)), "identity.user_unknown");
}

TEST_P(Users, KeepTheirLastAdministrator) {
  const auto admin = start_with_admin();
  UserChange denied;
  denied.denied = must(PermissionSet::of({"admin.users"}));
  for (const auto& change : {role(Role::manager), disabled(), denied}) {
    EXPECT_EQ(code_of(users().update(everything(), admin.id, change)), "identity.last_administrator");
  }
  EXPECT_EQ(code_of(users().remove(everything(), admin.id)), "identity.last_administrator");
  const auto invited = must(users().create(everything(), {"next@example.com", "Next", Role::admin, {}}));
  EXPECT_EQ(code_of(users().remove(everything(), admin.id)), "identity.last_administrator")
      << "somebody who cannot log in yet is no replacement";
  must(users().confirm_reset({}, *invited.reset_token, user_password));
  must(users().remove(everything(), admin.id));
  EXPECT_EQ(code_of(users().remove(everything(), invited.user.id)), "identity.last_administrator");
}

TEST_P(Users, KeepOneAdministratorWhenTwoDemoteEachOther) {
  const auto first = start_with_admin();
  const auto second = add_user("second@example.com", Role::admin);
  std::string outcomes[2];
  {
    const auto demote = [&](const base::Uuid& id, std::string& outcome) {
      outcome = code_of(users().update(everything(), id, role(Role::user)));
    };
    const std::jthread one([&] { demote(first.id, outcomes[0]); });
    const std::jthread other([&] { demote(second.id, outcomes[1]); });
  }
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM users WHERE role = 'admin'"), "1");
  EXPECT_THAT(std::vector<std::string>(std::begin(outcomes), std::end(outcomes)),
              testing::UnorderedElementsAre("", "identity.last_administrator"));
}

TEST_P(Users, NobodyGivesOrTouchesMoreThanHeHas) {
  const auto admin = start_with_admin();
  identity::Authority manager{identity::Actor{}, permissions_of(Role::manager), {}};
  manager.permissions.add("admin.users");
  const auto user = add_user("ana@example.com");
  constexpr const char* code = "identity.beyond_own_permissions";
  EXPECT_EQ(code_of(users().create(manager, {"x@example.com", "X", Role::admin, user_password})), code);
  EXPECT_EQ(code_of(users().update(manager, user.id, role(Role::admin))), code);
  EXPECT_EQ(code_of(users().issue_reset(manager, admin.id)), code);
  EXPECT_EQ(code_of(users().remove(manager, admin.id)), code);
  EXPECT_EQ(code_of(users().find_within(manager, admin.id)), code);
  EXPECT_EQ(code_of(users().find_within(manager, user.id)), "");
  UserChange change;
  change.password = "nine orange umbrellas";
  EXPECT_EQ(code_of(users().update(manager, admin.id, change)), code);
  EXPECT_EQ(code_of(users().update(manager, user.id, role(Role::manager))), "");
}

TEST_P(Users, ResetAPasswordOnceByToken) {
  const auto user = add_user("ana@example.com");
  const auto tokens = must(login("ana@example.com", user_password));
  const auto token = must(users().request_reset({}, " ANA@example.com"));
  ASSERT_TRUE(token.has_value());
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM password_resets WHERE token_hash = '" + *token + "' OR sealed_token = '" +
                   *token + "'"),
            "0");
  const std::string fresh = "nine orange umbrellas";
  EXPECT_EQ(code_of(users().confirm_reset({}, "made up", fresh)), "auth.reset_token_invalid");
  EXPECT_EQ(code_of(users().confirm_reset({}, *token, "ana@example.com")), "identity.password_weak");
  must(users().confirm_reset({}, *token, fresh));
  EXPECT_EQ(code_of(users().confirm_reset({}, *token, fresh)), "auth.reset_token_invalid");
  EXPECT_EQ(code_of(login("ana@example.com", fresh)), "");
  EXPECT_EQ(refusal(service(), tokens.access_token), "auth.session_ended");
}

TEST_P(Users, ResetTokensExpire) {
  add_user("ana@example.com");
  const auto token = must(users().request_reset({}, "ana@example.com"));
  run("UPDATE password_resets SET expires_at = '2020-01-01T00:00:00.000000Z'");
  EXPECT_EQ(code_of(users().confirm_reset({}, *token, "nine orange umbrellas")), "auth.reset_token_invalid");
}

TEST_P(Users, AskingForAResetTellsNothingAndSpoilsNothing) {
  add_user("ana@example.com");
  EXPECT_FALSE(must(users().request_reset({}, "nobody@example.com")).has_value());
  EXPECT_FALSE(must(users().request_reset({}, std::string("a\0@b", 4))).has_value());
  const auto first = must(users().request_reset({}, "ana@example.com"));
  for (int i = 0; i < 10; ++i) must(users().request_reset({}, "ana@example.com"));
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM password_resets"), "3");
  EXPECT_EQ(code_of(users().confirm_reset({}, *first, "nine orange umbrellas")), "");
}

TEST_P(Users, AdministratorsSeeOpenResetsOfThoseTheyOutrank) {
  start_with_admin();
  add_user("ana@example.com");
  identity::Actor actor;
  actor.address = "198.51.100.4";
  const auto anas = must(users().request_reset(actor, "ana@example.com"));
  must(users().request_reset(actor, "admin@localhost"));
  const auto for_admin = must(users().pending_resets(PermissionSet::all()));
  ASSERT_EQ(for_admin.size(), 2U);
  for (const auto& reset : for_admin) EXPECT_TRUE(reset.token.has_value());
  for (const auto& reset : must(users().pending_resets(permissions_of(Role::manager)))) {
    EXPECT_EQ(reset.address, "198.51.100.4");
    EXPECT_EQ(reset.token, reset.email == "ana@example.com" ? anas : std::nullopt);
  }
}

TEST_P(Users, ChangesAreRecordedWithWhoAndFromWhere) {
  const auto admin = start_with_admin();
  auto authority = everything();
  authority.actor = {admin.id, admin.email, false, "198.51.100.4", "request-7"};
  const auto user = must(users().create(authority, {"ana@example.com", "Ana", Role::user, user_password})).user;
  UserChange change = role(Role::manager);
  change.password = "nine orange umbrellas";
  must(users().update(authority, user.id, change));
  must(users().remove(authority, user.id));

  identity::AuditFilter filter;
  filter.subject = "user:" + user.id.to_string();
  const auto entries = must(service().audit().list(filter, {})).items;
  ASSERT_EQ(entries.size(), 4U);
  EXPECT_EQ(entries[0].event.action, "user.deleted");
  EXPECT_EQ(entries[0].event.after, "");
  EXPECT_EQ(entries[1].event.action, "user.updated");
  EXPECT_EQ(entries[1].event.before, R"({"role":"user"})");
  EXPECT_EQ(entries[1].event.after, R"({"role":"manager"})");
  EXPECT_EQ(entries[2].event.action, "user.password_changed");
  EXPECT_EQ(entries[3].event.before, "");
  EXPECT_THAT(entries[3].event.after, HasSubstr(R"("email":"ana@example.com")"));
  for (const auto& entry : entries) {
    EXPECT_EQ(entry.actor.user_id, admin.id);
    EXPECT_EQ(entry.actor.name, "admin@localhost");
    EXPECT_EQ(entry.actor.address, "198.51.100.4");
    EXPECT_EQ(entry.actor.request_id, "request-7");
    EXPECT_EQ((entry.event.before + entry.event.after).find("umbrellas"), std::string::npos);
    EXPECT_EQ((entry.event.before + entry.event.after).find("argon2"), std::string::npos);
  }
}

TEST_P(Users, TheAuditTrailIsFilteredAndPaged) {
  const auto admin = start_with_admin();
  const identity::Actor actor{admin.id, admin.email};
  for (int i = 0; i < 5; ++i) must(service().audit().record(actor, {"supplier.updated", "supplier:a", "{}", "{}"}));
  must(service().audit().record({}, {"supplier_x.updated", "supplier:b"}));
  identity::AuditFilter filter;
  filter.action = "supplier_";
  EXPECT_EQ(must(service().audit().list(filter, {})).items.size(), 1U) << "'_' means itself";
  filter.action = "supplier";
  const auto first = must(service().audit().list(filter, {{}, 4}));
  EXPECT_EQ(first.items.size(), 4U);
  ASSERT_TRUE(first.next.has_value());
  EXPECT_EQ(must(service().audit().list(filter, {first.next, 4})).items.size(), 2U);
  filter.actor_id = admin.id;
  EXPECT_EQ(must(service().audit().list(filter, {})).items.size(), 5U);
  filter.subject = "supplier:a";
  EXPECT_EQ(must(service().audit().list(filter, {})).items.size(), 5U);
  filter.until = first.items.back().at;  // that of the third of five
  EXPECT_EQ(must(service().audit().list(filter, {})).items.size(), 2U);
  filter.until.reset();
  filter.from = base::Timestamp::now();
  EXPECT_TRUE(must(service().audit().list(filter, {})).items.empty());
}

TEST_P(Users, TheAuditTrailForgetsWhatIsOlderThanWanted) {
  const auto count = [&] { return scalar("SELECT COUNT(*) FROM audit_entries"); };
  for (int i = 0; i < 3; ++i) must(service().audit().record({}, {"supplier.updated", "supplier:a"}));
  const auto between = base::Timestamp::now();
  must(service().audit().record({}, {"supplier.updated", "supplier:b"}));
  EXPECT_EQ(must(service().audit().remove_older_than(base::Timestamp(0))), 0U);
  EXPECT_EQ(must(service().audit().remove_older_than(between)), 3U);
  EXPECT_EQ(count(), "1");
}

}  // namespace
