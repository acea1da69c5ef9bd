// What an S3 service and the way to it may do to us.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "integration/storage/breaking_proxy.h"
#include "integration/storage/storage_fixture.h"
#include "support/local_server.h"

namespace {

using platform::storage::ObjectStore;
using platform::storage::S3Options;
using test::BreakingProxy;
using test::code_of;
using test::content_of;
using test::must;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class S3Faults : public test::StorageFixture {
 protected:
  /// The test server's options, asked through a proxy.
  S3Options through(const BreakingProxy& proxy) {
    S3Options options = options_;
    options.endpoint = proxy.endpoint();
    return options;
  }
  ObjectStore elsewhere() {
    S3Options options = options_;
    options.cache_folder = folder_ / "elsewhere";
    return ObjectStore::on_s3(std::move(options));
  }
  static unsigned short server_port() {
    const std::string endpoint = test::s3_variable("TEST_S3_ENDPOINT");
    return static_cast<unsigned short>(std::stoi(endpoint.substr(endpoint.find(':') + 1)));
  }
  ObjectStore facing(const test::RawServer& server) {
    S3Options options = options_;
    options.endpoint = server.url("").substr(7);
    options.stalled_after = std::chrono::seconds(2);
    return ObjectStore::on_s3(std::move(options));
  }
  bool has_left_nothing_incoming(const std::string& cache) const {
    return std::filesystem::is_empty(folder_ / cache / "incoming");
  }

  S3Options options_ = test::s3_options(folder_ / "cache");
};

TEST_F(S3Faults, AServiceThatIsAwayIsSaidAndNeedsNoRestartHereWhenItReturns) {
  test::OwnS3Server server;
  auto store = ObjectStore::on_s3(test::s3_options(server.endpoint(), folder_ / "cache"));
  std::atomic<bool> is_ending{false};
  std::atomic<int> stored{0}, refused{0}, other{0};
  std::vector<std::thread> load;
  for (int i = 0; i < 4; ++i) {
    load.emplace_back([&, i] {
      for (int turn = 0; !is_ending; ++turn) {
        const auto result = store.put_bytes("media", std::to_string(i) + "/" + std::to_string(turn), ".jpg");
        ++(result ? stored : code_of(result) == "storage.unavailable" ? refused : other);
      }
    });
  }
  const auto wait_for = [](const std::atomic<int>& count, int more) {
    for (const int begin = count; count < begin + more;) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  };
  wait_for(stored, 20);
  server.kill();
  wait_for(refused, 4);
  const auto problem = store.check().error();
  EXPECT_EQ(problem.kind->http_status, 503);
  EXPECT_THAT(problem.message, HasSubstr(server.endpoint()));
  EXPECT_THAT(problem.cure, HasSubstr("MINIO_ENDPOINT"));
  server.start();
  wait_for(stored, 20);
  is_ending = true;
  for (std::thread& one : load) one.join();
  EXPECT_EQ(other, 0);
  // Of what was refused, some may have been stored before its answer was lost.
  const int found = static_cast<int>(keys_under(store, "media/").size());
  EXPECT_GE(found, stored);
  EXPECT_LE(found, stored + refused);
}

TEST_F(S3Faults, AConnectionCutInTheMiddleOfSendingIsMadeGood) {
  // Of nine parts and what is around them, every third connection breaks after a megabyte.
  BreakingProxy proxy(server_port(), [](int i) { return BreakingProxy::Cut{i % 3 == 1 ? 1'000'000 : -1, -1}; });
  S3Options options = through(proxy);
  options.part_size = 5U << 20U;
  auto store = ObjectStore::on_s3(std::move(options));
  const std::string content(43'000'000, 'u');
  const auto object = must(store.put("imports", file("prices.csv", content)));
  EXPECT_GT(proxy.connections(), 1);
  EXPECT_EQ(content_of(must(elsewhere().local_path(object.key))), content);
}

TEST_F(S3Faults, AConnectionCutInTheMiddleOfReadingIsGoneOnWith) {
  std::string content;
  for (int i = 0; i < 300'000; ++i) content += std::to_string(i) + ";";
  const auto object = must(ObjectStore::on_s3(options_).put_bytes("imports", content, ".csv"));
  BreakingProxy proxy(server_port(), [](int i) { return BreakingProxy::Cut{-1, i < 3 ? 500'000 : -1}; });
  auto store = ObjectStore::on_s3(through(proxy));
  EXPECT_EQ(must(store.read(object.key)), content);
  EXPECT_GE(proxy.connections(), 4);
}

TEST_F(S3Faults, AConnectionThatIsAlwaysCutLeavesNothingBehind) {
  BreakingProxy proxy(server_port(), [](int) { return BreakingProxy::Cut{2'000'000, -1}; });
  S3Options options = through(proxy);
  options.cache_folder = folder_ / "cut";
  auto store = ObjectStore::on_s3(std::move(options));
  EXPECT_EQ(code_of(store.put("imports", file("prices.csv", std::string(20'000'000, 'u')))), "storage.unavailable");
  EXPECT_TRUE(has_left_nothing_incoming("cut"));
  auto straight = elsewhere();
  EXPECT_THAT(keys_under(straight, "imports/"), ElementsAre());
}

TEST_F(S3Faults, AProgramKilledWhileSendingLeavesNoObjectAndItsPartsAreRemoved) {
  const auto path = file("prices.csv", std::string(64'000'000, 'k'));
  must(ObjectStore::on_s3(options_).check());
  BreakingProxy proxy(server_port(), [](int) { return BreakingProxy::Cut{}; });
  const pid_t program = ::fork();
  if (program == 0) {
    S3Options options = through(proxy);
    options.part_size = 5U << 20U;
    options.cache_folder = folder_ / "killed";
    auto own = ObjectStore::on_s3(std::move(options));
    ::_exit(own.put("imports", path) ? 0 : 1);
  }
  while (proxy.connections() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  ::kill(program, SIGKILL);
  int status = 0;
  ASSERT_EQ(::waitpid(program, &status, 0), program);
  auto store = elsewhere();
  ASSERT_TRUE(WIFSIGNALED(status)) << "it had ended before it was killed";
  EXPECT_THAT(keys_under(store, "imports/"), ElementsAre());
  must(store.remove_leftovers(base::Timestamp::now() + std::chrono::hours(1)));
  const auto object = must(store.put("imports", path));
  EXPECT_THAT(keys_under(store, "imports/"), ElementsAre(object.key));
}

TEST_F(S3Faults, AWrongKeyIsSaid) {
  S3Options options = options_;
  options.credentials.secret_key = "not the secret";
  const auto problem = ObjectStore::on_s3(std::move(options)).put_bytes("imports", "abc", ".csv").error();
  EXPECT_EQ(problem.code(), "storage.access_denied");
  EXPECT_THAT(problem.cure, HasSubstr("MINIO_SECRET_KEY"));
}

TEST_F(S3Faults, AFullServiceIsSaid) {
  test::RawServer server([](test::RawPeer& peer) {
    peer.receive();
    peer.send(
        "HTTP/1.1 507 Insufficient Storage\r\nConnection: close\r\nContent-Length: 49\r\n\r\n"
        "<Error><Code>XMinioStorageFull</Code></Error>    ");
  });
  const auto problem = facing(server).write("imports/a", "abc").error();
  EXPECT_EQ(problem.code(), "storage.full");
  EXPECT_EQ(problem.kind->http_status, 507);
}

TEST_F(S3Faults, AServerThatIsNoS3ServiceIsSaid) {
  for (const std::string body : {"<html>hello", "not even that", "<ListBucketResult><Contents>", "<a><b/></a>",
                                 "<!DOCTYPE a [<!ENTITY x \"y\">]><ListBucketResult>&x;</ListBucketResult>"}) {
    test::RawServer server([&body](test::RawPeer& peer) {
      peer.receive();
      peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                body);
    });
    const auto store = facing(server);
    const auto listed = store.list("imports/", [](const auto&) -> base::Result<> { return {}; });
    EXPECT_EQ(code_of(listed), "storage.unavailable") << body;
  }
}

TEST_F(S3Faults, AnAnswerWithoutEndIsGivenUp) {
  test::RawServer server([](test::RawPeer& peer) {
    peer.receive();
    peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<ListBucketResult>");
    const std::string blanks(1U << 20U, ' ');
    while (peer.send(blanks)) continue;
  });
  const auto store = facing(server);
  EXPECT_EQ(code_of(store.list("imports/", [](const auto&) -> base::Result<> { return {}; })), "storage.unavailable");
}

TEST_F(S3Faults, ASilentServerIsGivenUp) {
  test::RawServer server([](test::RawPeer& peer) {
    peer.receive();
    peer.receive();  // until the other side goes
  });
  S3Options options = options_;
  options.endpoint = server.url("").substr(7);
  options.stalled_after = std::chrono::seconds(1);
  options.attempts = 2;
  EXPECT_EQ(code_of(ObjectStore::on_s3(std::move(options)).find("imports/a")), "storage.unavailable");
}

TEST_F(S3Faults, AnObjectDamagedOnTheServiceIsNotTakenForTheFile) {
  auto store = ObjectStore::on_s3(options_);
  const auto object = must(store.put("imports", file("prices.csv", "abc")));
  must(store.write(object.key, "abd"));
  EXPECT_EQ(code_of(elsewhere().local_path(object.key)), "storage.object_damaged");
}

}  // namespace
