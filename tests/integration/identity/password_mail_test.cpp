#include <gmock/gmock.h>

#include "integration/identity/identity_fixture.h"

namespace {

using identity::PasswordMail;
using identity::Role;
using test::code_of;
using test::must;

class PasswordMails : public test::IdentityTest {
 protected:
  void SetUp() override {
    IdentityTest::SetUp();
    start_with_admin();
    ana_ = add_user("ana@example.com");
    service().users().mail_by([this](const PasswordMail& mail) -> base::Result<> {
      if (is_broken_) return base::failure(base::internal_error, "The mail could not be queued.", "Try again.");
      mails_.push_back(mail);
      return {};
    });
  }
  identity::UserService& users() { return service().users(); }

  identity::User ana_;
  std::vector<PasswordMail> mails_;
  bool is_broken_ = false;
};
INSTANTIATE_TEST_SUITE_P(Engines, PasswordMails, test::both_engines(), test::engine_name);

TEST_P(PasswordMails, CarryTheTokenThatAdministratorsNoLongerSee) {
  identity::Actor reader;
  reader.language = "fr";
  must(users().request_reset(reader, "ANA@example.com"));
  ASSERT_EQ(mails_.size(), 1U);
  EXPECT_EQ(mails_[0].email, "ana@example.com");
  EXPECT_EQ(mails_[0].language, "fr");
  EXPECT_FALSE(mails_[0].is_invitation);
  const auto pending = must(users().pending_resets(identity::PermissionSet::all()));
  ASSERT_EQ(pending.size(), 1U);
  EXPECT_FALSE(pending[0].token.has_value());
  EXPECT_EQ(pending[0].expires_at, mails_[0].expires_at);
  must(users().confirm_reset({}, mails_[0].token, "nine orange umbrellas"));
  EXPECT_EQ(code_of(login("ana@example.com", "nine orange umbrellas")), "");
}

TEST_P(PasswordMails, AreNotSentToAddressesWithoutAnAccount) {
  EXPECT_EQ(code_of(users().request_reset({}, "nobody@example.com")), "");
  EXPECT_TRUE(mails_.empty());
}

TEST_P(PasswordMails, ReplaceTheTokenInAnswers) {
  EXPECT_FALSE(must(users().issue_reset(everything(), ana_.id)).token.has_value());
  const auto made = must(users().create(everything(), {"bob@example.com", "Bob", Role::user, {}}));
  EXPECT_FALSE(made.reset_token.has_value());
  ASSERT_EQ(mails_.size(), 2U);
  EXPECT_EQ(mails_[1].email, "bob@example.com");
  EXPECT_EQ(mails_[1].name, "Bob");
  EXPECT_TRUE(mails_[1].is_invitation);
  must(users().confirm_reset({}, mails_[0].token, "nine orange umbrellas"));
  must(users().confirm_reset({}, mails_[1].token, user_password));
}

TEST_P(PasswordMails, LeaveTheTokenWithTheAdministratorWhenTheyFail) {
  is_broken_ = true;
  const auto issued = must(users().issue_reset(everything(), ana_.id));
  ASSERT_TRUE(issued.token.has_value());
  must(users().confirm_reset({}, *issued.token, "nine orange umbrellas"));
  EXPECT_TRUE(must(users().create(everything(), {"bob@example.com", "Bob", Role::user, {}})).reset_token.has_value());
}

TEST_P(PasswordMails, AskForTheLanguageOfTheBrowser) {
  const auto language_of = [](const std::string& header) {
    return identity::actor_of(request_with("accept-language", header)).language;
  };
  EXPECT_EQ(language_of("fr-FR,fr;q=0.9,en;q=0.8"), "fr");
  EXPECT_EQ(language_of("EN"), "en");
  EXPECT_EQ(language_of("de;q=0.5"), "de");
  EXPECT_EQ(language_of(""), "");
}

TEST_P(PasswordMails, FindWhoMayBeToldOfASubject) {
  add_user("key@example.com", Role::api_client);
  const auto gone = add_user("gone@example.com", Role::manager);
  must(users().update(everything(), gone.id, {.is_disabled = true}));
  std::vector<std::string> told;
  for (const auto& user : must(users().who_may("imports.read"))) told.push_back(user.email);
  EXPECT_THAT(told, testing::UnorderedElementsAre("admin@localhost", "ana@example.com"));
}

}  // namespace
