#include "domain/suppliers/source_download.h"

#include <gmock/gmock.h>

#include <fstream>
#include <mutex>

#include "domain/suppliers/source_request.h"
#include "platform/crypto/digest.h"
#include "support/local_server.h"
#include "support/result_check.h"
#include "support/temporary_folder.h"

using suppliers::DownloadOptions;
using suppliers::TemporaryDownload;
using test::code_of;
using test::must;
using test::RawPeer;
using test::RawServer;
using testing::HasSubstr;

namespace {

/// A server that answers each connection by the next of some scripts, and what it was asked.
class Scripted {
 public:
  explicit Scripted(std::vector<std::string> answers) : answers_(std::move(answers)) {}

  std::string url() const { return server_.url("/feed.csv"); }
  std::vector<std::string> asked() const {
    const std::scoped_lock lock(mutex_);
    return asked_;
  }

 private:
  void answer(RawPeer& peer) {
    std::string head = peer.receive();
    const std::scoped_lock lock(mutex_);
    peer.send(answers_.at(std::min(asked_.size(), answers_.size() - 1)));
    asked_.push_back(std::move(head));
  }

  mutable std::mutex mutex_;
  std::vector<std::string> answers_, asked_;
  RawServer server_{[this](RawPeer& peer) { answer(peer); }};
};

class SourceDownload : public ::testing::Test {
 protected:
  base::Result<suppliers::DownloadResult> fetch(const Scripted& server) {
    platform::client::HttpRequest request;
    request.url = server.url();
    request.max_bytes = 1'000;
    request.should_stop = should_stop;
    const platform::client::HttpClient client(must(platform::client::AddressRules::from("127.0.0.1")));
    return suppliers::download_file(client, request, file(), options);
  }
  TemporaryDownload& file() {
    if (!file_) file_.emplace(must(TemporaryDownload::make(path())));
    return *file_;
  }
  std::filesystem::path path() const { return folder_ / "in" / "one.part"; }
  std::string content() const {
    std::ifstream in(path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  DownloadOptions options{3, std::chrono::milliseconds(1), {}};
  std::function<bool()> should_stop;

 private:
  test::TemporaryFolder folder_;
  std::optional<TemporaryDownload> file_;
};

const std::string half = "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 10\r\n\r\n01234";
const std::string rest =
    "HTTP/1.1 206 Partial\r\nETag: \"v1\"\r\nContent-Range: bytes 5-9/10\r\nContent-Length: 5\r\n\r\n56789";
const std::string whole = "HTTP/1.1 200 OK\r\nETag: \"v2\"\r\nContent-Length: 3\r\nConnection: close\r\n\r\nnew";

}  // namespace

TEST_F(SourceDownload, GoesOnAfterADrop) {
  Scripted server({half, rest});
  const auto result = must(fetch(server));
  EXPECT_EQ(content(), "0123456789");
  EXPECT_EQ(result.drops, 1);
  EXPECT_THAT(server.asked().at(1), HasSubstr("Range: bytes=5-\r\n"));
  EXPECT_THAT(server.asked().at(1), HasSubstr("If-Range: \"v1\"\r\n"));
  EXPECT_EQ(must(file().digest()), platform::crypto::sha256_hex("0123456789"));
}

TEST_F(SourceDownload, BeginsAnewWhenTheFileIsAnotherByNow) {
  Scripted server({half, whole});
  must(fetch(server));
  EXPECT_EQ(content(), "new");
}

TEST_F(SourceDownload, BeginsAnewWhenThereIsNoMoreOfTheFile) {
  Scripted server({half, "HTTP/1.1 416 No\r\nContent-Length: 0\r\n\r\n", whole});
  must(fetch(server));
  EXPECT_EQ(content(), "new");
  EXPECT_THAT(server.asked().at(2), testing::Not(HasSubstr("Range")));
}

TEST_F(SourceDownload, BeginsAnewWhenNothingNamesTheVersion) {
  Scripted server({"HTTP/1.1 200 OK\r\nETag: W/\"v1\"\r\nContent-Length: 10\r\n\r\n01234", whole});
  must(fetch(server));
  EXPECT_EQ(content(), "new");
  EXPECT_THAT(server.asked().at(1), testing::Not(HasSubstr("Range")));
}

TEST_F(SourceDownload, TakesNoPartItDidNotAskFor) {
  Scripted server(
      {half, "HTTP/1.1 206 Partial\r\nContent-Range: bytes 0-4/10\r\nContent-Length: 5\r\n\r\n01234", whole});
  must(fetch(server));
  EXPECT_EQ(content(), "new");
}

TEST_F(SourceDownload, GivesUpAfterTooManyDrops) {
  Scripted server({"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n01234"});
  EXPECT_EQ(code_of(fetch(server)), platform::client::answer_broken.code);
  EXPECT_EQ(server.asked().size(), 4U);
}

TEST_F(SourceDownload, TakesNoMoreThanAllowedOverAllParts) {
  Scripted server(
      {"HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 1000\r\n\r\n" + std::string(600, 'x'),
       "HTTP/1.1 206 Partial\r\nETag: \"v1\"\r\nContent-Range: bytes 600-1399/1400\r\n\r\n" + std::string(800, 'x')});
  EXPECT_EQ(code_of(fetch(server)), platform::client::answer_too_large.code);
}

TEST_F(SourceDownload, KeepsNoAnswerThatIsNoFile) {
  Scripted server({"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone"});
  EXPECT_EQ(code_of(fetch(server)), suppliers::source_file_missing.code);
  EXPECT_EQ(content(), "");
}

TEST_F(SourceDownload, StopsWhenItIsTold) {
  Scripted server({half});
  should_stop = [] { return true; };
  EXPECT_EQ(code_of(fetch(server)), platform::client::request_stopped.code);
}

TEST_F(SourceDownload, LeavesNoFileBehind) {
  {
    const auto made = must(TemporaryDownload::make(path()));
    EXPECT_TRUE(std::filesystem::exists(path()));
  }
  EXPECT_FALSE(std::filesystem::exists(path()));
}
