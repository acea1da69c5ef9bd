// FTP and FTPS sources against vsftpd, and against a server that does not keep to the rules.
#include <gmock/gmock.h>

#include "domain/suppliers/source_kinds.h"
#include "domain/suppliers/source_request.h"
#include "integration/suppliers/sources_fixture.h"
#include "platform/client/remote_files.h"
#include "support/file_servers.h"
#include "support/ftp_server.h"

namespace {

using suppliers::Source;
using test::BadFtpServer;
using test::code_of;
using test::must;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class SourceFtpTest : public test::SourcesTest {
 protected:
  Source ftp(const std::string& port, const std::string& path, boost::json::object more = {},
             const std::string& password = "geheim") {
    more["host"] = "127.0.0.1";
    more["port"] = std::stoi(port);
    more["path"] = path;
    more["user"] = "anonymous";
    return must(sources().create({.supplier = "alpha",
                                  .kind = "ftp",
                                  .name = base::Uuid::generate().to_string(),
                                  .config = boost::json::serialize(more),
                                  .secrets = {{"password", password}}}));
  }
  Source plain(const std::string& path) { return ftp(test::file_servers_value("TEST_FTP_PORT"), path); }
  Source bad(const BadFtpServer& server) { return ftp(server.port(), "feed.csv"); }

  test::ServedFolder served_;
};
INSTANTIATE_TEST_SUITE_P(Engines, SourceFtpTest, test::both_engines(), test::engine_name);

TEST_P(SourceFtpTest, TheNewestFileThatMatchesIsFetched) {
  served_.put("stock_1.csv", "sku;stock\nA1;1\n", 30);
  served_.put("stock_2.csv", "sku;stock\nA1;2\n", 2);
  served_.put("other.csv", "no\n", 1);
  const Source source = plain(served_.ftp_path("stock_*.csv"));
  EXPECT_EQ(must(fetched(source)).at("outcome"), "imported");
  EXPECT_EQ(house().contents.at(0), "sku;stock\nA1;2\n");
  EXPECT_EQ(house().handed_over.at(0).file_name, "stock_2.csv");
}

TEST_P(SourceFtpTest, AnUnchangedFileIsNotEvenDownloaded) {
  served_.put("a.csv", "sku;name\nA1;Four\n", 5);
  const Source source = plain(served_.full_path("a.csv"));
  must(fetched(source));
  const auto again = must(fetched(source));
  EXPECT_EQ(again.at("outcome"), "unchanged");
  EXPECT_EQ(again.at("bytes"), 0);
  EXPECT_EQ(must(fetched(source, true)).at("outcome"), "imported");
  served_.put("a.csv", "sku;name\nA1;Five\n", 1);
  EXPECT_EQ(must(fetched(source)).at("outcome"), "imported");
}

TEST_P(SourceFtpTest, AFileOlderThanTheOneImportedLastIsLeft) {
  served_.put("stock_1.csv", "yesterday;1\n", 26);
  served_.put("stock_2.csv", "today;1\n", 2);
  const Source source = plain(served_.ftp_path("stock_*.csv"));
  must(fetched(source));
  std::filesystem::remove(served_.path() / "stock_2.csv");
  const auto result = must(fetched(source));
  EXPECT_EQ(result.at("outcome"), "older");
  EXPECT_THAT(std::string(result.at("message").as_string()), HasSubstr("stock_1.csv"));
  EXPECT_EQ(house().handed_over.size(), 1U);
  must(fetched(source, true));
  EXPECT_EQ(house().contents.at(1), "yesterday;1\n");
}

TEST_P(SourceFtpTest, ATestSaysStepByStepHowItWent) {
  served_.put("a.csv", "sku;name\nA1;Four\n");
  auto check = tested(plain(served_.ftp_path("a.csv")));
  EXPECT_EQ(check.at("ok"), true) << boost::json::serialize(check);
  EXPECT_EQ(check.at("steps").as_array().size(), 4U);
  EXPECT_THAT(std::string(check.at("summary").as_string()), HasSubstr("CSV or other text, 17 bytes"));
  check = tested(ftp(test::file_servers_value("TEST_FTP_PORT"), served_.ftp_path("a.csv"), {}, "wrong"));
  EXPECT_EQ(code_in(check), platform::client::remote_login_refused.code);
  EXPECT_EQ(check.at("steps").as_array().back().at("name"), "login");
  check = tested(plain(served_.ftp_path("absent_*.csv")));
  EXPECT_EQ(code_in(check), suppliers::source_file_missing.code);
  check = tested(plain("/no/such/folder/*.csv"));
  EXPECT_EQ(code_in(check), platform::client::remote_path_missing.code) << boost::json::serialize(check);
}

TEST_P(SourceFtpTest, AServerWithACertificateOfItsOwnAuthorityIsSpokenToInSecret) {
  served_.put("a.csv", "sku;name\nA1;Four\n");
  const std::string port = test::file_servers_value("TEST_FTPS_PORT");
  const std::string authority = test::file_servers_text("authority.pem");
  const Source trusted =
      ftp(port, served_.ftp_path("a*.csv"), {{"encryption", "required"}, {"ca_certificate", authority}});
  EXPECT_EQ(must(fetched(trusted)).at("outcome"), "imported");
  // Offered is taken: a certificate nobody vouches for is no reason to go on in the clear.
  EXPECT_EQ(code_of(fetched(ftp(port, served_.ftp_path("a.csv")))), platform::client::tls_failed.code);
  const std::string plain_port = test::file_servers_value("TEST_FTP_PORT");
  const auto refused = fetched(ftp(plain_port, served_.ftp_path("a.csv"), {{"encryption", "required"}}));
  EXPECT_EQ(code_of(refused), platform::client::tls_failed.code);
  EXPECT_THAT(refused.error().message, HasSubstr("offers no encryption"));
}

TEST_P(SourceFtpTest, AddressesOfThisMachineAreRefusedUnlessAllowed) {
  const Source source = plain(served_.ftp_path("a.csv"));
  const platform::client::HttpClient outside({});
  const auto check = suppliers::check_source(sources(), source, outside);
  ASSERT_TRUE(check.problem);
  EXPECT_EQ(check.problem->code(), platform::client::address_refused.code);
  EXPECT_EQ(check.steps.back().name, "address");
}

TEST_P(SourceFtpTest, ADownloadThatBreaksOffGoesOnWhereItWas) {
  const BadFtpServer server({.content = "sku;name\nA1;Four\n", .drops_after = 9});
  const auto result = must(fetched(bad(server)));
  EXPECT_EQ(result.at("drops"), 1);
  EXPECT_EQ(house().contents.at(0), "sku;name\nA1;Four\n");
  EXPECT_THAT(server.commands(), Contains("REST 9"));
}

TEST_P(SourceFtpTest, AServerThatSendsWholeFilesOnlyIsAskedForTheWholeAgain) {
  const BadFtpServer server({.content = "sku;name\nA1;Four\n", .drops_after = 9, .knows_rest = false});
  must(fetched(bad(server)));
  EXPECT_EQ(house().contents.at(0), "sku;name\nA1;Four\n");
}

TEST_P(SourceFtpTest, ThePassiveAddressOfAServerIsNotFollowed) {
  const BadFtpServer server({.passive_host = "10,1,2,3", .knows_epsv = false});
  EXPECT_EQ(must(fetched(bad(server))).at("outcome"), "imported");
  EXPECT_THAT(server.commands(), Contains("PASV"));
}

TEST_P(SourceFtpTest, AServerThatLiesAboutTheLengthIsNotBelieved) {
  const BadFtpServer server({.said_size = 9});
  EXPECT_EQ(code_of(fetched(bad(server))), suppliers::source_file_changing.code);
  EXPECT_TRUE(house().handed_over.empty());
}

TEST_P(SourceFtpTest, AFileLargerThanAllowedIsNotTakenIn) {
  const BadFtpServer server({.content = std::string(1'500'000, 'x'), .said_size = 10});
  const Source source = ftp(server.port(), "feed.csv", {{"max_megabytes", 1}});
  EXPECT_EQ(code_of(fetched(source)), platform::client::answer_too_large.code);
}

}  // namespace
