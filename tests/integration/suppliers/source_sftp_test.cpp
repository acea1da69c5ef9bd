// SFTP sources against OpenSSH.
#include <gmock/gmock.h>

#include "domain/suppliers/source_request.h"
#include "integration/suppliers/sources_fixture.h"
#include "platform/client/sftp_files.h"
#include "support/cutting_proxy.h"
#include "support/file_servers.h"

namespace {

using suppliers::Source;
using test::code_of;
using test::must;
using testing::HasSubstr;
using testing::Not;

class SourceSftpTest : public test::SourcesTest {
 protected:
  struct Login {
    std::string port = test::file_servers_value("TEST_SFTP_PORT");
    std::string host_key = test::file_servers_text("host_key.fingerprint");
    suppliers::SecretChanges secrets{{"private_key", test::file_servers_text("login_key")}};
  };

  Source sftp(const std::string& path, const Login& login) {
    boost::json::object config{{"host", "127.0.0.1"},
                               {"port", std::stoi(login.port)},
                               {"user", test::file_servers_value("TEST_SFTP_USER")},
                               {"path", path}};
    if (!login.host_key.empty()) config["host_key"] = login.host_key;
    return must(sources().create({.supplier = "alpha",
                                  .kind = "sftp",
                                  .name = base::Uuid::generate().to_string(),
                                  .config = boost::json::serialize(config),
                                  .secrets = login.secrets}));
  }
  Source sftp(const std::string& path) { return sftp(path, Login{}); }

  test::ServedFolder served_;
};
INSTANTIATE_TEST_SUITE_P(Engines, SourceSftpTest, test::both_engines(), test::engine_name);

TEST_P(SourceSftpTest, TheNewestFileThatMatchesIsFetchedOnce) {
  served_.put("stock_1.csv", "sku;stock\nA1;1\n", 30);
  served_.put("stock_2.csv", "sku;stock\nA1;2\n", 2);
  std::filesystem::create_directory(served_.path() / "stock_3.csv");
  const Source source = sftp(served_.full_path("stock_*.csv"));
  EXPECT_EQ(must(fetched(source)).at("outcome"), "imported");
  EXPECT_EQ(house().contents.at(0), "sku;stock\nA1;2\n");
  EXPECT_EQ(house().handed_over.at(0).file_name, "stock_2.csv");
  EXPECT_EQ(must(fetched(source)).at("outcome"), "unchanged");
  std::filesystem::remove(served_.path() / "stock_2.csv");
  EXPECT_EQ(must(fetched(source)).at("outcome"), "older");
}

TEST_P(SourceSftpTest, ALargeFileArrivesAsItIs) {
  std::string text;
  for (int row = 0; text.size() < 5'000'001; ++row) text += "row " + std::to_string(row) + "\n";
  served_.put("large.csv", text);
  must(fetched(sftp(served_.full_path("large.csv"))));
  EXPECT_TRUE(house().contents.at(0) == text);
}

TEST_P(SourceSftpTest, ADownloadThatBreaksOffGoesOnWhereItWas) {
  const std::string text(3'000'000, 'x');
  served_.put("large.csv", text);
  const test::CuttingProxy proxy(test::file_servers_value("TEST_SFTP_PORT"), 1'000'000);
  const auto result = must(fetched(sftp(served_.full_path("large.csv"), {.port = proxy.port()})));
  EXPECT_EQ(result.at("drops"), 1);
  EXPECT_TRUE(house().contents.at(0) == text);
  EXPECT_LT(proxy.bytes(), 4'000'000U) << "what had come was not fetched again";
}

TEST_P(SourceSftpTest, AnUnknownHostKeyIsToldAndNothingIsSent) {
  served_.put("a.csv", "sku;name\nA1;Four\n");
  const std::string path = served_.full_path("a.csv");
  const Source source = sftp(path, {.host_key = ""});
  EXPECT_EQ(code_of(fetched(source)), platform::client::host_key_unknown.code);
  const auto check = tested(source);
  EXPECT_EQ(check.at("steps").as_array().back().at("name"), "host_key");
  const std::string cure(check.at("problem").at("cure").as_string());
  EXPECT_THAT(cure, HasSubstr(test::file_servers_text("host_key.fingerprint")));
  // What the test tells, pinned by a person.
  const std::string pinned = cure.substr(cure.find("SHA256:"));
  EXPECT_EQ(must(fetched(sftp(path, {.host_key = pinned}))).at("outcome"), "imported");
}

TEST_P(SourceSftpTest, AChangedHostKeyIsRefused) {
  served_.put("a.csv", "sku;name\nA1;Four\n");
  const std::string pinned = test::file_servers_text("rsa_host_key.fingerprint");
  const auto refused = fetched(sftp(served_.full_path("a.csv"), {.host_key = pinned}));
  EXPECT_EQ(code_of(refused), platform::client::host_key_changed.code);
  EXPECT_THAT(refused.error().message, HasSubstr(pinned));
  EXPECT_THAT(refused.error().message, HasSubstr(test::file_servers_text("host_key.fingerprint")));
  EXPECT_EQ(house().fetcher.handler().judge(refused.error()), platform::queue::Retry::no);
}

TEST_P(SourceSftpTest, AServerThatHasAnRsaKeyAloneIsSpokenTo) {
  served_.put("a.csv", "sku;name\nA1;Four\n");
  const Source source = sftp(
      served_.full_path("a.csv"),
      {.port = test::file_servers_value("TEST_SFTP_RSA_PORT"),
       .host_key = test::file_servers_text("rsa_host_key.fingerprint"),
       .secrets = {{"private_key", test::file_servers_text("rsa_login_key")}, {"private_key_passphrase", "open it"}}});
  EXPECT_EQ(must(fetched(source)).at("outcome"), "imported");
}

TEST_P(SourceSftpTest, ARefusedKeyIsToldWithWhatToDo) {
  const Source source =
      sftp(served_.full_path("a.csv"), {.secrets = {{"private_key", test::file_servers_text("stranger_key")}}});
  const auto check = tested(source);
  EXPECT_EQ(code_in(check), platform::client::remote_login_refused.code);
  const std::string public_key = test::file_servers_text("stranger_key.pub");
  EXPECT_THAT(std::string(check.at("problem").at("cure").as_string()),
              HasSubstr(public_key.substr(0, public_key.rfind(' '))));
  EXPECT_THAT(boost::json::serialize(check), Not(HasSubstr("PRIVATE")));
}

TEST_P(SourceSftpTest, AWrongPasswordOrAKeyThatIsNoneIsTold) {
  const std::string path = served_.full_path("a.csv");
  EXPECT_EQ(code_of(fetched(sftp(path, {.secrets = {{"password", "wrong"}}}))),
            platform::client::remote_login_refused.code);
  EXPECT_EQ(code_of(fetched(sftp(path, {.secrets = {{"private_key", "nonsense"}}}))),
            platform::client::private_key_invalid.code);
  EXPECT_EQ(code_of(fetched(sftp(path, {.secrets = {{"private_key", test::file_servers_text("rsa_login_key")},
                                                    {"private_key_passphrase", "wrong"}}}))),
            platform::client::private_key_invalid.code);
}

TEST_P(SourceSftpTest, WhatIsNotThereIsTold) {
  EXPECT_EQ(code_of(fetched(sftp(served_.full_path("absent.csv")))), suppliers::source_file_missing.code);
  EXPECT_EQ(code_of(fetched(sftp(served_.full_path("absent_*.csv")))), suppliers::source_file_missing.code);
  EXPECT_EQ(code_of(fetched(sftp("/no/such/folder/*.csv"))), platform::client::remote_path_missing.code);
  served_.put("empty.csv", "");
  EXPECT_EQ(code_of(fetched(sftp(served_.full_path("empty.csv")))), suppliers::source_answer_unexpected.code);
}

TEST_P(SourceSftpTest, ATestReadsNoMoreThanTheBeginning) {
  served_.put("large.csv", std::string(20'000'000, 'x'));
  const test::CuttingProxy proxy(test::file_servers_value("TEST_SFTP_PORT"), 0);
  const auto check = tested(sftp(served_.full_path("large.csv"), {.port = proxy.port()}));
  EXPECT_EQ(check.at("ok"), true) << boost::json::serialize(check);
  EXPECT_LT(proxy.bytes(), 3'000'000U);
}

TEST_P(SourceSftpTest, AWebServerIsNoSftpServer) {
  const test::RawServer web([](test::RawPeer& peer) { peer.send("HTTP/1.1 400 Bad Request\r\n\r\n"); });
  const std::string url = web.url("");
  const auto refused = fetched(sftp("a.csv", {.port = url.substr(url.rfind(':') + 1)}));
  EXPECT_EQ(code_of(refused), platform::client::answer_broken.code);
  EXPECT_THAT(refused.error().cure, HasSubstr("SFTP server"));
}

TEST_P(SourceSftpTest, AFetchThatIsStoppedLeavesTheServer) {
  served_.put("a.csv", "sku;name\nA1;Four\n");
  platform::client::RemoteServer server{.host = "127.0.0.1"};
  server.port = static_cast<unsigned short>(std::stoi(test::file_servers_value("TEST_SFTP_PORT")));
  server.user = test::file_servers_value("TEST_SFTP_USER");
  const auto files = platform::client::sftp_files(
      house().rules, server,
      {test::file_servers_text("host_key.fingerprint"), test::file_servers_text("login_key"), ""});
  for (const auto& step : files->connect_steps()) must(step.run());
  files->stop_when([] { return true; });
  const auto stopped =
      files->read(served_.full_path("a.csv"), 0, [](std::span<const char>) { return base::Result<>{}; });
  EXPECT_EQ(code_of(stopped), platform::client::request_stopped.code);
}

TEST_P(SourceSftpTest, NoConnectionStaysOpen) {
  served_.put("a.csv", "sku;name\nA1;Four\n");
  const auto open_files = [] {
    const std::filesystem::directory_iterator files("/proc/self/fd");
    return std::distance(begin(files), end(files));
  };
  const Source source = sftp(served_.full_path("a.csv"));
  must(fetched(source));
  const auto before = open_files();
  for (int time = 0; time < 3; ++time) must(fetched(source, true));
  EXPECT_EQ(open_files(), before);
}

TEST_P(SourceSftpTest, AServerThatSaysNothingIsGivenUp) {
  platform::client::RemoteServer server{.host = "127.0.0.1", .user = "me"};
  const test::RawServer silent([](test::RawPeer& peer) { peer.receive(); });
  const std::string url = silent.url("");
  server.port = static_cast<unsigned short>(std::stoi(url.substr(url.rfind(':') + 1)));
  server.timeouts = {
      .connect = std::chrono::seconds(2), .total = std::chrono::seconds(5), .stalled_after = std::chrono::seconds(1)};
  const auto files = platform::client::sftp_files(house().rules, server, {});
  const auto begun = std::chrono::steady_clock::now();
  bool has_failed = false;
  for (const auto& step : files->connect_steps()) has_failed = has_failed || !step.run();
  EXPECT_TRUE(has_failed);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
}

}  // namespace
