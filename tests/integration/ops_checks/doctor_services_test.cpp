#include <fstream>
#include <thread>

#include "base/text.h"
#include "doctor_fixture.h"
#include "platform/storage/object_store.h"
#include "support/local_server.h"
#include "support/redis_server.h"
#include "support/s3_server.h"
#include "support/tls_server.h"

namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class DoctorOfServices : public test::DoctorTest {
 protected:
  /// A mail server that says these lines, one after each it is told.
  void mail_server_says(const test::RawServer& server) {
    const std::string url = server.url("");
    environment["SMTP_SERVER"] = "127.0.0.1";
    environment["SMTP_PORT"] = url.substr(url.rfind(':') + 1);
  }
  static void says(test::RawPeer& peer, std::initializer_list<const char*> lines) {
    for (const char* const line : lines) {
      if (!peer.send(line)) return;
      std::this_thread::sleep_for(50ms);
    }
    std::this_thread::sleep_for(300ms);
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, DoctorOfServices, ::testing::Values(test::Engine::sqlite), test::engine_name);

TEST_P(DoctorOfServices, TellsRedisWithItsPolicy) {
  const test::RedisServer good({"--maxmemory", "100mb", "--maxmemory-policy", "noeviction"});
  environment["REDIS_URL"] = good.url();
  const auto finding = worst_in("redis");
  EXPECT_EQ(finding.state, ops::State::ok) << finding.found;
  EXPECT_THAT(finding.found, AllOf(HasSubstr("Redis "), HasSubstr("noeviction")));

  const test::RedisServer forgetful({"--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru"});
  environment["CELERY_BROKER_URL"] = forgetful.url();
  EXPECT_EQ(worst_in("redis").state, ops::State::warning);
  EXPECT_THAT(worst_in("redis").cure, HasSubstr("volatile-lru"));
  EXPECT_EQ(found_in("redis").size(), 2U);
}

TEST_P(DoctorOfServices, TellsOfARedisThatIsAway) {
  environment["REDIS_URL"] = "redis://:s3cret-word@127.0.0.1:" + std::to_string(test::free_port()) + "/0";
  const auto finding = worst_in("redis");
  EXPECT_EQ(finding.state, ops::State::failed);
  EXPECT_THAT(finding.found, Not(HasSubstr("s3cret-word")));
}

TEST_P(DoctorOfServices, LooksAtEveryBucket) {
  environment["MINIO_ENDPOINT"] = test::s3_variable("TEST_S3_ENDPOINT");
  environment["MINIO_ACCESS_KEY"] = test::s3_variable("TEST_S3_ACCESS_KEY");
  environment["MINIO_SECRET_KEY"] = test::s3_variable("TEST_S3_SECRET_KEY");
  const std::string mark = base::Uuid::generate().to_string();
  for (const char* const name : {"CATALOG", "IMPORTS", "MEDIA", "CODE2ASIN", "ANALYTICS"})
    environment["MINIO_" + std::string(name) + "_BUCKET"] = base::to_lower_ascii(name) + "-" + mark;
  const auto missing = worst_in("files");
  EXPECT_EQ(missing.state, ops::State::warning) << missing.found;
  EXPECT_THAT(missing.found, HasSubstr("does not exist"));

  test::must(test::must(platform::storage::ObjectStore::from(test::must(loaded()).settings)).check());
  EXPECT_EQ(worst_in("files").state, ops::State::ok) << worst_in("files").found;
  EXPECT_EQ(found_in("files").size(), 5U);
  EXPECT_EQ(worst_in("clock").state, ops::State::ok);

  environment["MINIO_SECRET_KEY"] = "another-key-than-the-right-one";
  const auto refused = worst_in("files");
  EXPECT_EQ(refused.state, ops::State::failed);
  EXPECT_THAT(refused.cure, HasSubstr("MINIO_SECRET_KEY"));
}

TEST_P(DoctorOfServices, ListensToTheMailServersGreeting) {
  const test::RawServer good([](test::RawPeer& peer) {
    says(peer, {"220 mail.example ready\r\n", "250-mail.example\r\n250-STARTTLS\r\n250 SIZE\r\n"});
  });
  mail_server_says(good);
  EXPECT_EQ(worst_in("mail").state, ops::State::ok) << worst_in("mail").found;
  EXPECT_THAT(worst_in("mail").found, HasSubstr("220 mail.example ready"));

  const test::RawServer open([](test::RawPeer& peer) { says(peer, {"220 ready\r\n", "250 mail.example\r\n"}); });
  mail_server_says(open);
  EXPECT_EQ(worst_in("mail").state, ops::State::failed);
  EXPECT_THAT(worst_in("mail").found, HasSubstr("no encryption"));
  environment["SMTP_USE_TLS"] = "false";
  EXPECT_EQ(worst_in("mail").state, ops::State::ok);

  const test::RawServer busy([](test::RawPeer& peer) { says(peer, {"554 no service for you\r\n"}); });
  mail_server_says(busy);
  EXPECT_THAT(worst_in("mail").found, HasSubstr("554 no service for you"));
  EXPECT_EQ(worst_in("mail").state, ops::State::failed);
}

TEST_P(DoctorOfServices, DoesNotWaitForServersThatSayNothing) {
  const test::RawServer silent([](test::RawPeer& peer) {
    peer.receive();
    std::this_thread::sleep_for(4s);
  });
  const std::string port = silent.url("").substr(silent.url("").rfind(':') + 1);
  environment["SMTP_SERVER"] = "127.0.0.1";
  environment["SMTP_PORT"] = port;
  environment["DB_MEDIA_URL"] = "postgresql://a:b@127.0.0.1:" + port + "/media";
  options.longest = 1s;
  const auto began = std::chrono::steady_clock::now();
  const auto examination = examined();
  EXPECT_LT(std::chrono::steady_clock::now() - began, 4s);
  EXPECT_FALSE(examination.all_ended);
  int unanswered = 0;
  for (const auto& finding : examination.findings) unanswered += finding.found == "No answer within 1 s." ? 1 : 0;
  EXPECT_GE(unanswered, 2);
  EXPECT_GE(examination.findings.size(), 12U);
  std::this_thread::sleep_for(9s);  // what was left behind ends before the test program does
}

TEST_P(DoctorOfServices, CountsTheDaysOfTheCertificate) {
  const auto judged = [this](std::chrono::seconds end) {
    const test::OwnCertificate certificate(end);
    const test::TlsServer server(certificate);
    environment["APP_URL"] = server.url();
    options.authority = certificate.file();
    return worst_in("certificate");
  };
  EXPECT_EQ(judged(24h * 60).state, ops::State::ok);
  EXPECT_THAT(judged(24h * 60 + 1h).found, HasSubstr("valid for another 60 days"));
  EXPECT_EQ(judged(24h * 5).state, ops::State::warning);
  const auto expired = judged(-24h * 3);
  EXPECT_EQ(expired.state, ops::State::failed);
  EXPECT_THAT(expired.found, HasSubstr("ran out"));
}

TEST_P(DoctorOfServices, RefusesACertificateNobodyKnows) {
  const test::OwnCertificate certificate(24h * 60);
  const test::TlsServer server(certificate);
  environment["APP_URL"] = server.url();
  const auto finding = worst_in("certificate");
  EXPECT_EQ(finding.state, ops::State::failed);
  EXPECT_THAT(finding.found, HasSubstr("is not accepted"));
}

TEST_P(DoctorOfServices, TellsOfANameNobodyKnows) {
  environment["APP_URL"] = "https://no-such-host.invalid";
  EXPECT_EQ(worst_in("names").state, ops::State::failed);
  EXPECT_THAT(worst_in("names").found, HasSubstr("no-such-host.invalid (APP_URL)"));
}

TEST_P(DoctorOfServices, TellsPortsThatAreTaken) {
  const test::RawServer other([](test::RawPeer& peer) {
    peer.receive();
    peer.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  });
  environment["WEB_PORT"] = other.url("").substr(other.url("").rfind(':') + 1);
  const auto finding = worst_in("ports");
  EXPECT_EQ(finding.state, ops::State::failed);
  EXPECT_THAT(finding.found, HasSubstr("WEB_PORT"));
}

TEST_P(DoctorOfServices, TellsWeakSecretsAndWhoMayReadThem) {
  environment["JWT_SECRET_KEY"] = "changeme";
  std::ofstream(folder / ".env") << "LOG_LEVL=INFO\n";
  std::filesystem::permissions(folder / ".env", std::filesystem::perms{0644});
  std::string told;
  for (const auto& finding : found_in("secrets")) told += finding.found + "\n";
  EXPECT_THAT(told, AllOf(HasSubstr("JWT_SECRET_KEY is a placeholder"), HasSubstr("Every user")));
  EXPECT_THAT(told, Not(HasSubstr("changeme")));
  EXPECT_THAT(worst_in("settings").found, HasSubstr("LOG_LEVL"));
}

TEST_P(DoctorOfServices, TellsEverySettingThatIsNotValid) {
  environment["PORT"] = "eighty";
  environment["LOG_LEVEL"] = "loud";
  const auto findings = examined().findings;
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(ops::worst_of(findings), ops::State::failed);
  EXPECT_THAT(findings[0].found + findings[1].found, AllOf(HasSubstr("eighty"), HasSubstr("loud")));
}

TEST_P(DoctorOfServices, TellsHowOldTheBackupIs) {
  migrate();
  const auto now = base::Timestamp::now();
  ops::BackupAges ages;
  options.backups = [&ages]() -> base::Result<ops::BackupAges> { return ages; };
  EXPECT_THAT(worst_in("backup").found, HasSubstr("No backup"));
  ages = {now + -24h * 3, now + -24h * 2};
  EXPECT_EQ(worst_in("backup").state, ops::State::warning);
  EXPECT_THAT(worst_in("backup").found, HasSubstr("3 days old"));
  ages = {now + -2h, std::nullopt};
  EXPECT_THAT(worst_in("backup").cure, HasSubstr("backup verify"));
  ages = {now + -2h, now + -24h * 9};
  EXPECT_THAT(worst_in("backup").cure, HasSubstr("backup verify"));
  ages = {now + -2h, now + -24h};
  EXPECT_EQ(worst_in("backup").state, ops::State::ok);
}

TEST_P(DoctorOfServices, TellsOfAFolderNothingCanBeWrittenIn) {
  environment["DATA_DIR"] = "/proc/suppliers-import";
  EXPECT_EQ(worst_in("disk").state, ops::State::failed);
}

}  // namespace
