#include <gmock/gmock.h>

#include "integration/notifications/notifications_fixture.h"
#include "support/mail_server.h"

namespace {

using test::must;
using testing::HasSubstr;

class Digest : public test::NotificationsTest {
 protected:
  static Options mailing_to(unsigned short port) {
    Options options;
    options.mail_server = {
        .host = "127.0.0.1", .port = port, .use_tls = false, .from = {"shop@example.com", "Our Shop"}};
    return options;
  }
  static std::string text_of(const boost::json::object& mail) { return std::string(mail.at("text").as_string()); }
  static std::string header(const boost::json::object& mail, const char* name) {
    return std::string(mail.at("headers").at(name).as_string());
  }
  /// Only Ana gets mails, so that tests count hers.
  void keep_bob_out(Process& process) {
    must(process.notifier->notifications().change_preferences(bob(), {.kinds = {{"import.failed", {{}, false}}}}));
  }

  const test::MailServer server_;
};
INSTANTIATE_TEST_SUITE_P(Engines, Digest, test::both_engines(), test::engine_name);

TEST_P(Digest, TellsTheNewsOfAWhileInOneMailHoweverManyProcessesThereAre) {
  Process& one = start(mailing_to(server_.port()));
  Process& two = start(mailing_to(server_.port()));
  for (const char* supplier : {"ACME", "Bolt"}) must(one.notifier->notify(failed(supplier)));
  for (const char* supplier : {"Cog", "Dynamo"}) must(two.notifier->notify(failed(supplier)));
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM jobs"), "2") << "one for each person";
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM jobs WHERE run_at > '" + base::Timestamp::now().to_string() + "'"), "2");
  hurry();
  one.worker->start();
  two.worker->start();
  ASSERT_TRUE(all_jobs_ended());
  const auto mails = server_.mails();
  ASSERT_EQ(mails.size(), 2U);
  for (const auto& mail : mails) {
    for (const char* supplier : {"ACME", "Bolt", "Cog", "Dynamo"}) EXPECT_THAT(text_of(mail), HasSubstr(supplier));
    EXPECT_EQ(header(mail, "Subject"), "[Our Shop] Import of ACME failed (and 3 more)");
  }
  EXPECT_NE(mails[0].at("to_address"), mails[1].at("to_address"));
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM notifications WHERE mail_state = 'sent'"), "8");
}

TEST_P(Digest, LeavesOutWhatWasReadMeanwhile) {
  Process& process = start(mailing_to(server_.port()));
  keep_bob_out(process);
  must(process.notifier->notify(failed("ACME")));
  must(process.notifier->notifications().mark_all_read(ana()));
  must(process.notifier->notify(failed("Bolt")));
  hurry();
  process.worker->start();
  ASSERT_TRUE(all_jobs_ended());
  const auto mails = server_.mails();
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(text_of(mails[0]).find("ACME"), std::string::npos);
}

TEST_P(Digest, IsNotSentWhenEverythingWasRead) {
  Process& process = start(mailing_to(server_.port()));
  must(process.notifier->notify(failed()));
  for (const auto& user : {ana(), bob()}) must(process.notifier->notifications().mark_all_read(user));
  hurry();
  process.worker->start();
  ASSERT_TRUE(all_jobs_ended());
  EXPECT_TRUE(server_.mails().empty());
}

TEST_P(Digest, SpeaksTheReadersLanguageAndFollowsPreferences) {
  Process& process = start(mailing_to(server_.port()));
  keep_bob_out(process);
  must(process.notifier->notifications().change_preferences(
      ana(), {.language = "fr", .kinds = {{"import.failed", {false, true}}}}));
  must(process.notifier->notify(failed()));
  must(process.notifier->notify(finished()));
  EXPECT_EQ(must(process.notifier->notifications().unread(ana())), 1U) << "failures are only mailed";
  hurry();
  process.worker->start();
  ASSERT_TRUE(all_jobs_ended());
  const auto mails = server_.mails();
  ASSERT_EQ(mails.size(), 1U) << "finished imports are not mailed unless wanted";
  EXPECT_EQ(header(mails[0], "Subject"), "[Our Shop] Échec de l'import de ACME");
}

TEST_P(Digest, WaitsForAMailServerThatIsAway) {
  unsigned short closed = 0;
  {
    const test::MailServer gone;
    closed = gone.port();
  }
  Process& process = start(mailing_to(closed));
  keep_bob_out(process);
  must(process.notifier->notify(failed()));
  hurry();
  process.worker->start();
  ASSERT_TRUE(happens([&] { return scalar("SELECT problem_code FROM jobs") == "mail.server_away"; }));
  process.worker->stop(std::chrono::seconds(5));
  Process& mended = start(mailing_to(server_.port()));
  must(mended.notifier->notify(failed("Bolt")));
  hurry();
  mended.worker->start();
  ASSERT_TRUE(all_jobs_ended());
  std::string all;
  for (const auto& mail : server_.mails()) all += text_of(mail);
  EXPECT_THAT(all, HasSubstr("ACME"));
  EXPECT_THAT(all, HasSubstr("Bolt"));
}

TEST_P(Digest, KeepsItsNameWhenAProcessIsLostRightAfterSending) {
  Process& process = start(mailing_to(server_.port()));
  keep_bob_out(process);
  must(process.notifier->notify(failed()));
  hurry();
  process.worker->start();
  ASSERT_TRUE(all_jobs_ended());
  run("UPDATE notifications SET mail_state = 'waiting' WHERE mail_state = 'sent'");
  run("UPDATE jobs SET status = 'waiting', run_at = '2020-01-01T00:00:00.000000Z'");
  ASSERT_TRUE(all_jobs_ended());
  const auto mails = server_.wait_for(2);
  ASSERT_EQ(mails.size(), 2U);
  EXPECT_EQ(header(mails[0], "Message-ID"), header(mails[1], "Message-ID"));
}

TEST_P(Digest, IsQueuedAgainWhenItsJobWasLost) {
  Process& process = start(mailing_to(server_.port()));
  keep_bob_out(process);
  must(process.notifier->notify(failed()));
  run("DELETE FROM jobs");
  must(process.notifier->tidy(base::Timestamp::now()));
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM jobs"), "0") << "its window has not ended";
  must(process.notifier->tidy(base::Timestamp::now() + std::chrono::minutes(20)));
  hurry();
  process.worker->start();
  ASSERT_TRUE(all_jobs_ended());
  EXPECT_EQ(server_.mails().size(), 1U);
  run("UPDATE notifications SET mail_state = 'waiting'");
  must(process.notifier->tidy(base::Timestamp::now() + std::chrono::hours(80)));
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM notifications WHERE mail_state = 'waiting'"), "0") << "too late to be news";
}

TEST_P(Digest, IsNotEvenPlannedWithoutAMailServer) {
  must(start().notifier->notify(failed()));
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM jobs"), "0");
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM notifications WHERE mail_state = 'none'"), "2");
}

TEST_P(Digest, ShareTheQueueWithMailsWhoseTextStaysSecretThere) {
  Process& process = start(mailing_to(server_.port()));
  must(process.notifier->mailer()->post({"ana@example.com", "Ana", "Secret", "tok3n", "<p>tok3n</p>", {}}));
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM jobs WHERE payload LIKE '%tok3n%' OR payload LIKE '%example%'"), "0");
  process.worker->start();
  ASSERT_TRUE(all_jobs_ended());
  const auto mails = server_.mails();
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(text_of(mails[0]), "tok3n");
}

}  // namespace
