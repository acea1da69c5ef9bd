// E-mail sources against Dovecot.
#include <curl/curl.h>
#include <gmock/gmock.h>

#include <cstring>

#include "domain/suppliers/source_check.h"
#include "domain/suppliers/source_request.h"
#include "integration/suppliers/sources_fixture.h"
#include "platform/client/remote_files.h"
#include "support/file_servers.h"

namespace {

using suppliers::Source;
using test::code_of;
using test::must;
using testing::HasSubstr;

class SourceEmailTest : public test::SourcesTest {
 protected:
  Source mailbox(boost::json::object more = {}, const std::string& password = "geheim") {
    more["host"] = "127.0.0.1";
    more["user"] = user_;
    if (!more.contains("port")) more["port"] = std::stoi(test::file_servers_value("TEST_IMAPS_PORT"));
    if (!more.contains("ca_certificate")) more["ca_certificate"] = test::file_servers_text("authority.pem");
    return must(sources().create({.supplier = "alpha",
                                  .kind = "email",
                                  .name = base::Uuid::generate().to_string(),
                                  .config = boost::json::serialize(more),
                                  .secrets = {{"password", password}}}));
  }

  static std::string message(const std::string& subject, const std::string& file, const std::string& content,
                             const std::string& from = "prices@shop.example") {
    return "From: Shop <" + from + ">\r\nSubject: " + subject +
           "\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=cut\r\n\r\n--cut\r\n"
           "Content-Type: text/plain\r\n\r\nHello\r\n--cut\r\nContent-Type: text/csv\r\n"
           "Content-Disposition: attachment; filename=\"" +
           file + "\"\r\n\r\n" + content + "\r\n--cut--\r\n";
  }

  /// Puts a message into the mailbox, as a mail server would.
  void deliver(std::string text) { on_server("INBOX", "", std::move(text)); }
  /// What the server answers to a command on the folder.
  std::string ask(const std::string& command) { return on_server("INBOX", command, ""); }

 private:
  struct FreeHandle {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  static std::size_t give(char* buffer, std::size_t size, std::size_t count, void* from) {
    auto& left = *static_cast<std::string*>(from);
    const std::size_t length = std::min(left.size(), size * count);
    std::memcpy(buffer, left.data(), length);
    left.erase(0, length);
    return length;
  }
  static std::size_t keep(char* data, std::size_t size, std::size_t count, void* to) {
    static_cast<std::string*>(to)->append(data, size * count);
    return size * count;
  }

  std::string on_server(const std::string& folder, const std::string& command, std::string upload) {
    const std::unique_ptr<CURL, FreeHandle> handle(curl_easy_init());
    const std::string url = "imaps://127.0.0.1:" + test::file_servers_value("TEST_IMAPS_PORT") + "/" + folder;
    const std::string authority = (test::file_servers_folder() / "authority.pem").string();
    std::string answer;
    curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_USERNAME, user_.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_PASSWORD, "geheim");
    curl_easy_setopt(handle.get(), CURLOPT_CAINFO, authority.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, &keep);
    curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &answer);
    if (upload.empty()) {
      curl_easy_setopt(handle.get(), CURLOPT_CUSTOMREQUEST, command.c_str());
    } else {
      curl_easy_setopt(handle.get(), CURLOPT_UPLOAD, 1L);
      curl_easy_setopt(handle.get(), CURLOPT_INFILESIZE, static_cast<long>(upload.size()));
      curl_easy_setopt(handle.get(), CURLOPT_READFUNCTION, &give);
      curl_easy_setopt(handle.get(), CURLOPT_READDATA, &upload);
    }
    const CURLcode code = curl_easy_perform(handle.get());
    if (code != CURLE_OK) throw std::runtime_error(curl_easy_strerror(code));
    return answer;
  }

  std::string user_ = base::Uuid::generate().to_string();
};
INSTANTIATE_TEST_SUITE_P(Engines, SourceEmailTest, test::both_engines(), test::engine_name);

TEST_P(SourceEmailTest, TheFileOfTheNewestMatchingMessageIsImported) {
  deliver(message("Prices of Monday", "stock_1.csv", "sku;stock\r\nA1;1\r\n"));
  deliver(message("Prices of Tuesday", "stock_2.csv", "sku;stock\r\nA1;2\r\n"));
  deliver(message("Prices of Tuesday", "stock_3.csv", "no\r\n", "somebody@else.example"));
  deliver(message("Invoice", "stock_4.csv", "no\r\n"));
  deliver(message("Prices as a page", "stock.html", "no\r\n"));
  const Source source = mailbox({{"from", "@SHOP.example"}, {"subject", "prices"}, {"attachment", "Stock_*.csv"}});
  EXPECT_EQ(must(fetched(source)).at("outcome"), "imported");
  EXPECT_EQ(house().contents.at(0), "sku;stock\r\nA1;2\r\n");
  EXPECT_EQ(house().handed_over.at(0).file_name, "stock_2.csv");
  EXPECT_EQ(must(fetched(source)).at("outcome"), "unchanged");
  deliver(message("Prices of Wednesday", "stock_5.csv", "sku;stock\r\nA1;3\r\n"));
  EXPECT_EQ(must(fetched(source)).at("outcome"), "imported");
  EXPECT_EQ(house().contents.at(1), "sku;stock\r\nA1;3\r\n");
  EXPECT_EQ(must(fetched(source, true)).at("outcome"), "imported") << "the same once more, when it is to be";
}

TEST_P(SourceEmailTest, WhetherSomebodyReadTheMessageDoesNotMatter) {
  deliver(message("Prices", "a.csv", "sku;stock\r\nA1;1\r\n"));
  ask("STORE 1 +FLAGS (\\Seen)");
  EXPECT_EQ(must(fetched(mailbox())).at("outcome"), "imported");
  ask("STORE 1 -FLAGS (\\Seen)");
  must(fetched(mailbox()));
  EXPECT_THAT(ask("SEARCH UNSEEN"), HasSubstr("SEARCH 1")) << "reading it marks nothing";
  must(fetched(mailbox({{"mark_read", true}})));
  EXPECT_THAT(ask("SEARCH SEEN"), HasSubstr("SEARCH 1"));
}

TEST_P(SourceEmailTest, AHostileNameLeadsNowhere) {
  deliver(message("Prices", "../../etc/cron.d/evil", "sku;stock\r\nA1;1\r\n"));
  must(fetched(mailbox()));
  EXPECT_EQ(house().handed_over.at(0).file_name, "evil");
  EXPECT_EQ(house().handed_over.at(0).path.parent_path(), house().folder / "fetched");
}

TEST_P(SourceEmailTest, ALargeEncodedFileArrivesAsItIs) {
  std::string lines, text;
  for (int line = 0; line < 20'000; ++line) {
    lines += "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5\r\n";
    text += "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxy";
  }
  deliver(
      "From: a@shop.example\r\nSubject: =?utf-8?B?UHJpeCDDqXTDqQ==?=\r\nContent-Type: text/csv; name=a.csv\r\n"
      "Content-Transfer-Encoding: base64\r\n\r\n" +
      lines);
  must(fetched(mailbox({{"subject", "prix \xC3\xA9t\xC3\xA9"}})));
  EXPECT_TRUE(house().contents.at(0) == text);
}

TEST_P(SourceEmailTest, AMessageLargerThanAllowedIsNotTakenIn) {
  deliver(message("Prices", "a.csv", std::string(6'000'000, 'x')));
  EXPECT_EQ(code_of(fetched(mailbox({{"max_megabytes", 1}}))), platform::client::answer_too_large.code);
}

TEST_P(SourceEmailTest, ATestSaysStepByStepHowItWent) {
  deliver(message("Prices of Monday", "a.csv", "sku;stock\r\nA1;1\r\n"));
  auto check = tested(mailbox());
  EXPECT_EQ(check.at("ok"), true) << boost::json::serialize(check);
  EXPECT_THAT(std::string(check.at("summary").as_string()), HasSubstr("\"Prices of Monday\""));
  check = tested(mailbox({}, "wrong"));
  EXPECT_EQ(code_in(check), platform::client::remote_login_refused.code);
  check = tested(mailbox({{"folder", "No such folder"}}));
  EXPECT_EQ(code_in(check), platform::client::remote_path_missing.code);
  EXPECT_EQ(check.at("steps").as_array().back().at("name"), "folder");
  check = tested(mailbox({{"attachment", "*.xlsx"}}));
  EXPECT_EQ(code_in(check), suppliers::source_file_missing.code);
}

TEST_P(SourceEmailTest, ThePasswordIsToldToNobodyElse) {
  deliver(message("Prices", "a.csv", "sku;stock\r\nA1;1\r\n"));
  const int port = std::stoi(test::file_servers_value("TEST_IMAP_PORT"));
  EXPECT_EQ(must(fetched(mailbox({{"port", port}, {"encryption", "required"}}))).at("outcome"), "imported");
  const auto stranger = fetched(mailbox({{"ca_certificate", std::string("-----BEGIN CERTIFICATE-----\n"
                                                                        "-----END CERTIFICATE-----\n")}}));
  EXPECT_EQ(code_of(stranger), platform::client::tls_failed.code);
  const platform::client::HttpClient outside({});
  const auto check = suppliers::check_source(sources(), mailbox(), outside);
  EXPECT_EQ(check.problem->code(), platform::client::address_refused.code);
}

}  // namespace
