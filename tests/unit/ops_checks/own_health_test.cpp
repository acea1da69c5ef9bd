#include "ops/checks/own_health.h"

#include <thread>

#include "support/free_port.h"
#include "support/local_server.h"
#include "support/result_check.h"

namespace {

using namespace std::chrono_literals;

unsigned short port_of(const std::string& url) {
  return static_cast<unsigned short>(std::stoul(url.substr(url.rfind(':') + 1)));
}

/// What is said of a server that answers so.
std::string_view said_of(std::function<void(test::RawPeer&)> answer, std::chrono::milliseconds longest = 5s) {
  const test::RawServer server(std::move(answer));
  return test::code_of(ops::ask_own_health(port_of(server.url("")), longest));
}

TEST(OwnHealth, IsGoodWhenTheProcessSaysItIsReady) {
  EXPECT_EQ(said_of([](test::RawPeer& peer) {
              EXPECT_TRUE(peer.receive().starts_with("GET /health/ready HTTP/1.1\r\n"));
              peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            }),
            "");
}

TEST(OwnHealth, IsBadWhenTheProcessSaysItIsNot) {
  const test::RawServer server([](test::RawPeer& peer) {
    peer.receive();
    peer.send("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n");
  });
  const auto asked = ops::ask_own_health(port_of(server.url("")), 1s);
  ASSERT_EQ(test::code_of(asked), "health.not_ready");
  EXPECT_NE(asked.error().message.find("HTTP/1.1 503 Service Unavailable"), std::string::npos);
}

TEST(OwnHealth, IsBadWhenNobodyListens) {
  EXPECT_EQ(test::code_of(ops::ask_own_health(test::free_port(), 1s)), "health.unreachable");
}

TEST(OwnHealth, IsBadWhenTheAnswerDoesNotComeInTime) {
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(said_of(
                [](test::RawPeer& peer) {
                  peer.receive();
                  std::this_thread::sleep_for(500ms);
                },
                200ms),
            "health.too_slow");
  EXPECT_EQ(said_of(
                [](test::RawPeer& peer) {  // a byte now and then never ends
                  peer.receive();
                  for (int i = 0; i < 50 && peer.send("x"); ++i) std::this_thread::sleep_for(20ms);
                },
                200ms),
            "health.too_slow");
  EXPECT_LT(std::chrono::steady_clock::now() - began, 4s);
}

TEST(OwnHealth, IsBadWhenWhatAnswersIsNoWebServer) {
  EXPECT_EQ(said_of([](test::RawPeer& peer) { peer.receive(); }), "health.not_ready");
  EXPECT_EQ(said_of([](test::RawPeer& peer) {
              peer.receive();
              peer.send(std::string(100'000, 'x'));
            }),
            "health.not_ready");
}

TEST(OwnHealth, FindsTheRoleInTheCommandLine) {
  using namespace std::string_literals;
  EXPECT_EQ(ops::role_in("/suppliers-import\0worker\0--grace\0005\0"s), "worker");
  EXPECT_EQ(ops::role_in("/sbin/init\0--\0/usr/bin/suppliers-import\0web\0"s), "web");
  EXPECT_EQ(ops::role_in("/sbin/init\0"s), std::nullopt);
  EXPECT_EQ(ops::role_in("/suppliers-import\0migrate\0up\0"s), std::nullopt);
  EXPECT_EQ(ops::role_in(""), std::nullopt);
}

}  // namespace
