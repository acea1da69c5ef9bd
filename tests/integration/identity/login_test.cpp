#include <gmock/gmock.h>

#include <thread>
#include <vector>

#include "integration/identity/identity_fixture.h"

namespace {

using namespace std::chrono_literals;
using test::code_of;
using test::must;

class Login : public test::IdentityTest {
 protected:
  void SetUp() override {
    IdentityTest::SetUp();
    user_ = add_user("ana@example.com");
  }
  identity::Tokens logged_in(const std::string& address = "192.0.2.1") {
    return must(login("ana@example.com", user_password, address));
  }
  base::Result<identity::Tokens> refresh(const std::string& token) {
    return service().logins().refresh(token, {"192.0.2.1"});
  }

  identity::User user_;
};
INSTANTIATE_TEST_SUITE_P(Engines, Login, test::both_engines(), test::engine_name);

TEST_P(Login, GivesATokenThatNamesTheCaller) {
  const auto tokens = must(login(" ANA@example.com ", user_password));
  const auto caller = must(service().authenticate(request_with("authorization", "Bearer " + tokens.access_token)));
  ASSERT_TRUE(caller.has_value());
  EXPECT_EQ(caller->user_id, user_.id);
  EXPECT_EQ(caller->session_id, tokens.session_id);
  EXPECT_EQ(caller->name, "ana@example.com");
  EXPECT_EQ(caller->role, "user");
  EXPECT_TRUE(caller->may("products.read"));
  EXPECT_FALSE(caller->may("admin.users"));
}

TEST_P(Login, NamesNobodyWithoutACredential) {
  EXPECT_FALSE(must(service().authenticate(platform::http::Request{})).has_value());
  EXPECT_EQ(code_of(service().authenticate(request_with("authorization", "Basic YTpi"))), "auth.credentials_unknown");
  EXPECT_EQ(code_of(service().authenticate(request_with("authorization", "Bearer nonsense"))), "auth.token_invalid");
}

TEST_P(Login, AnswersTheSameForAWrongPasswordAndForNobody) {
  auto change = identity::UserChange{};
  change.is_disabled = true;
  const auto disabled = add_user("disabled@example.com");
  must(service().users().update(everything(), disabled.id, change));
  const auto wrong = login("ana@example.com", "not the password");
  const auto nobody = login("nobody@example.com", user_password);
  const auto ended = login("disabled@example.com", user_password);
  const auto no_address = login(std::string("a\0b", 3), user_password);
  for (const auto* result : {&wrong, &nobody, &ended, &no_address}) {
    ASSERT_EQ(code_of(*result), "auth.login_failed");
    EXPECT_EQ(result->error().text(), wrong.error().text());
  }
}

TEST_P(Login, HashesThePasswordAnewWhenItsCostHasChanged) {
  const auto hash = [&] { return scalar("SELECT password_hash FROM users WHERE email_key = 'ana@example.com'"); };
  const std::string old_hash = hash();
  auto with = options();
  with.password_cost.passes = 2;
  const auto dearer = make_service(with);
  must(dearer->logins().login({"ana@example.com", user_password}, {"192.0.2.1"}));
  EXPECT_NE(hash(), old_hash);
  EXPECT_THAT(hash(), testing::HasSubstr(",t=2,"));
  EXPECT_EQ(code_of(login("ana@example.com", user_password)), "") << "the old cost still verifies it";
}

TEST_P(Login, KeepsNoTokenInTheDatabase) {
  const auto tokens = logged_in();
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM refresh_tokens WHERE token_hash = '" + tokens.refresh_token + "'"), "0");
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM refresh_tokens"), "1");
}

TEST_P(Login, RefreshGivesNewTokensOfTheSameLogin) {
  const auto first = logged_in();
  const auto second = must(refresh(first.refresh_token));
  EXPECT_NE(second.refresh_token, first.refresh_token);
  EXPECT_EQ(second.session_id, first.session_id);
  EXPECT_EQ(refusal(service(), second.access_token), "");
  EXPECT_EQ(code_of(refresh(second.refresh_token)), "");
  EXPECT_EQ(code_of(refresh("never given")), "auth.refresh_invalid");
}

TEST_P(Login, ARefreshTokenUsedAgainEndsTheWholeLogin) {
  const auto first = logged_in();
  const auto second = must(refresh(first.refresh_token));
  const auto third = must(refresh(second.refresh_token));
  EXPECT_EQ(code_of(refresh(first.refresh_token)), "auth.refresh_invalid");
  EXPECT_EQ(code_of(refresh(third.refresh_token)), "auth.refresh_invalid") << "the thief's and the owner's alike";
  EXPECT_EQ(refusal(service(), third.access_token), "auth.session_ended");
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM audit_entries WHERE action = 'login.reuse_detected'"), "1");
}

TEST_P(Login, ARefreshTokenUsedAgainLaterEndsTheLoginEvenIfTheNewOneWasNotUsed) {
  const auto first = logged_in();
  const auto second = must(refresh(first.refresh_token));
  run("UPDATE refresh_tokens SET used_at = '2020-01-01T00:00:00.000000Z' WHERE used_at IS NOT NULL");
  EXPECT_EQ(code_of(refresh(first.refresh_token)), "auth.refresh_invalid");
  EXPECT_EQ(code_of(refresh(second.refresh_token)), "auth.refresh_invalid");
}

TEST_P(Login, TwoTabsThatRefreshAtOnceBothStayLoggedIn) {
  const auto first = logged_in();
  constexpr std::size_t tabs = 4;
  std::vector<base::Result<identity::Tokens>> results(tabs, base::failure(base::internal_error, "", ""));
  {
    std::vector<std::jthread> threads;
    for (auto& result : results) {
      threads.emplace_back([&] { result = refresh(first.refresh_token); });
    }
  }
  for (const auto& result : results) EXPECT_EQ(code_of(result), "");
  EXPECT_EQ(code_of(refresh(results[0]->refresh_token)), "");
  EXPECT_EQ(code_of(refresh(results[1]->refresh_token)), "");
}

TEST_P(Login, EndsWhenItIsNotUsedForTooLong) {
  const auto tokens = logged_in();
  run("UPDATE sessions SET expires_at = '2020-01-01T00:00:00.000000Z'");
  EXPECT_EQ(code_of(refresh(tokens.refresh_token)), "auth.refresh_invalid");
  EXPECT_EQ(refusal(service(), tokens.access_token), "auth.session_ended");
}

TEST_P(Login, EndsAtItsLongestEvenWhenUsed) {
  auto with = options();
  with.logins.idle_lifetime = 1h;
  with.logins.longest_lifetime = 90min;
  const auto other = make_service(with);
  const auto tokens = must(other->logins().login({"ana@example.com", user_password}, {"192.0.2.1"}));
  const auto opened = *base::Timestamp::parse(scalar("SELECT created_at FROM sessions"));
  EXPECT_EQ(tokens.refresh_expires_at, opened + 1h);
  run("UPDATE sessions SET created_at = '" + (opened + -60min).to_string() + "'");
  const auto later = must(other->logins().refresh(tokens.refresh_token, {"192.0.2.1"}));
  EXPECT_EQ(later.refresh_expires_at, opened + 30min);
}

TEST_P(Login, LogoutEndsItAtOnceHereAndWithinSecondsElsewhere) {
  auto with = options();
  with.cache_lifetime = 200ms;
  const auto elsewhere = make_service(with);
  const auto tokens = logged_in();
  const auto other_login = logged_in();
  ASSERT_EQ(refusal(service(), tokens.access_token), "");
  ASSERT_EQ(refusal(*elsewhere, tokens.access_token), "");

  must(service().logins().logout(tokens.session_id, {user_.id, user_.email}));

  EXPECT_EQ(refusal(service(), tokens.access_token), "auth.session_ended");
  EXPECT_EQ(code_of(refresh(tokens.refresh_token)), "auth.refresh_invalid");
  std::this_thread::sleep_for(250ms);
  EXPECT_EQ(refusal(*elsewhere, tokens.access_token), "auth.session_ended");
  EXPECT_EQ(refusal(service(), other_login.access_token), "") << "other logins stay";
}

TEST_P(Login, LogoutByRefreshTokenEndsIt) {
  const auto tokens = logged_in();
  must(service().logins().logout_by_token(tokens.refresh_token, {}));
  must(service().logins().logout_by_token("never given", {}));
  EXPECT_EQ(refusal(service(), tokens.access_token), "auth.session_ended");
}

TEST_P(Login, ListsAndRevokesOwnSessionsOnly) {
  const auto mine = logged_in("192.0.2.1");
  const auto also_mine = logged_in("192.0.2.2");
  const auto other = add_user("bob@example.com");
  const auto theirs = must(login("bob@example.com", user_password));
  EXPECT_EQ(must(service().logins().sessions(user_.id)).size(), 2U);
  EXPECT_EQ(code_of(service().logins().revoke_session(user_.id, theirs.session_id, {})), "auth.session_unknown");
  must(service().logins().revoke_session(user_.id, also_mine.session_id, {}));
  const auto left = must(service().logins().sessions(user_.id));
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].id, mine.session_id);
  EXPECT_EQ(left[0].address, "192.0.2.1");
  EXPECT_EQ(left[0].user_agent, "tests");
  EXPECT_EQ(refusal(service(), also_mine.access_token), "auth.session_ended");
}

TEST_P(Login, ChangingThePasswordEndsTheOtherLogins) {
  const auto kept = logged_in();
  const auto ended = logged_in();
  auto& logins = service().logins();
  const std::string fresh = "nine orange umbrellas";
  EXPECT_EQ(code_of(logins.change_password(user_.id, kept.session_id, "wrong", fresh, {})), "auth.password_wrong");
  EXPECT_EQ(code_of(logins.change_password(user_.id, kept.session_id, user_password, "short", {})),
            "identity.password_weak");
  must(logins.change_password(user_.id, kept.session_id, user_password, fresh, {}));
  EXPECT_EQ(refusal(service(), kept.access_token), "");
  EXPECT_EQ(refusal(service(), ended.access_token), "auth.session_ended");
  EXPECT_EQ(code_of(login("ana@example.com", user_password)), "auth.login_failed");
  EXPECT_EQ(code_of(login("ana@example.com", fresh)), "");
}

TEST_P(Login, TokensSurviveARotationOfTheKey) {
  const auto tokens = logged_in();
  auto with = options();
  with.keys.previous_token = with.keys.token;
  with.keys.token = "the next token key of the tests, long enough";
  EXPECT_EQ(refusal(*make_service(with), tokens.access_token), "");
  with.keys.previous_token.clear();
  EXPECT_EQ(refusal(*make_service(with), tokens.access_token), "auth.token_invalid");
}

TEST_P(Login, TidyRemovesWhatEndedLongAgoOnly) {
  const auto old_login = logged_in();
  const auto tokens = logged_in();
  run("UPDATE sessions SET expires_at = '2020-01-01T00:00:00.000000Z' WHERE id = '" + old_login.session_id.to_string() +
      "'");
  must(service().tidy());
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM sessions"), "1");
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM refresh_tokens"), "1");
  EXPECT_EQ(code_of(refresh(tokens.refresh_token)), "");
}

}  // namespace
