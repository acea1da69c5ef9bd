#include "ops/checks/wire.h"

#include <thread>

#include "ops/checks/websocket_message.h"
#include "support/free_port.h"
#include "support/result_check.h"
#include "support/tls_server.h"

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

ops::WireOptions plain(const test::RawServer& server) {
  const std::string url = server.url("");
  return {.host = "127.0.0.1", .port = url.substr(url.rfind(':') + 1), .longest = 2s};
}
ops::WireOptions encrypted(const test::TlsServer& server, bool is_verified, const std::string& authority = {}) {
  return {.host = "127.0.0.1",
          .port = server.port(),
          .has_tls = true,
          .is_verified = is_verified,
          .authority = authority,
          .longest = 5s};
}

TEST(Wire, ReadsUpToTheEndAndKeepsWhatFollows) {
  const test::RawServer server([](test::RawPeer& peer) {
    peer.receive();
    peer.send("head\r\n\r\nbody!");
  });
  auto wire = test::must(ops::Wire::open(plain(server)));
  test::must(wire.send("hello\r\n\r\n"));
  EXPECT_EQ(test::must(wire.receive_until("\r\n\r\n")), "head\r\n\r\n");
  EXPECT_EQ(test::must(wire.receive_exactly(4)), "body");
  EXPECT_EQ(test::must(wire.receive_exactly(1)), "!");
  EXPECT_EQ(test::code_of(wire.receive_exactly(1)), "ops.unreachable");
}

TEST(Wire, EndsWhenTheServerSaysNothingOrNeverEnds) {
  const auto began = Clock::now();
  const test::RawServer silent([](test::RawPeer& peer) {
    peer.receive();
    std::this_thread::sleep_for(500ms);
  });
  auto options = plain(silent);
  options.longest = 300ms;
  auto wire = test::must(ops::Wire::open(options));
  EXPECT_EQ(test::code_of(wire.receive_until("\n")), "ops.unreachable");
  const test::RawServer slow([](test::RawPeer& peer) {
    for (int i = 0; i < 100 && peer.send("x"); ++i) std::this_thread::sleep_for(20ms);
  });
  options = plain(slow);
  options.longest = 300ms;
  auto dripping = test::must(ops::Wire::open(options));
  EXPECT_EQ(test::code_of(dripping.receive_until("\n")), "ops.unreachable");
  EXPECT_LT(Clock::now() - began, 5s);
}

TEST(Wire, TellsThatNobodyListens) {
  const auto opened = ops::Wire::open({.host = "127.0.0.1", .port = std::to_string(test::free_port()), .longest = 2s});
  ASSERT_EQ(test::code_of(opened), "ops.unreachable");
  EXPECT_NE(opened.error().message.find("127.0.0.1:"), std::string::npos);
}

TEST(Wire, TellsWhenTheCertificateEnds) {
  const test::OwnCertificate certificate(24h * 40);
  const test::TlsServer server(certificate);
  const auto wire = test::must(ops::Wire::open(encrypted(server, true, certificate.file())));
  const auto left = wire.certificate_end().value() - base::Timestamp::now();
  EXPECT_NEAR(static_cast<double>(std::chrono::duration_cast<std::chrono::seconds>(left).count()), 40 * 86'400.0, 60);
}

TEST(Wire, AcceptsOnlyAKnownCertificateUnlessItIsToBeLookedAt) {
  const test::OwnCertificate certificate(-24h * 3);
  const test::TlsServer server(certificate);
  EXPECT_EQ(test::code_of(ops::Wire::open(encrypted(server, true))), "ops.tls_failed");
  const auto wire = test::must(ops::Wire::open(encrypted(server, false)));
  EXPECT_LT(wire.certificate_end().value(), base::Timestamp::now());
}

TEST(Wire, ReadsTheMessagesOfAWebSocket) {
  using namespace std::string_literals;
  const test::RawServer server([](test::RawPeer& peer) {
    peer.send("\x89\x02hi"s);     // a ping
    peer.send("\x01\x03one"s);    // the first part of a text
    peer.send("\x80\x05, two"s);  // its last part
    peer.send("\x81\x7e\x01\x00"s + std::string(256, 'x'));
    peer.send("\x88\x05\x03\xf0"s + "bye");
  });
  auto wire = test::must(ops::Wire::open(plain(server)));
  EXPECT_EQ(test::must(ops::next_message(wire)), "one, two");
  EXPECT_EQ(test::must(ops::next_message(wire)), std::string(256, 'x'));
  const auto closed = ops::next_message(wire);
  ASSERT_EQ(test::code_of(closed), "ops.unreachable");
  EXPECT_NE(closed.error().message.find("bye"), std::string::npos);
}

TEST(Wire, RefusesAWebSocketMessageWithoutBounds) {
  using namespace std::string_literals;
  const test::RawServer server([](test::RawPeer& peer) { peer.send("\x81\x7f\x7f\xff\xff\xff\xff\xff\xff\xff"s); });
  auto wire = test::must(ops::Wire::open(plain(server)));
  EXPECT_EQ(test::code_of(ops::next_message(wire)), "ops.unreachable");
}

}  // namespace
