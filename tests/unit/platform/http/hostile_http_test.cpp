// Requests no good client sends. Each gets a problem or a closed connection, and the server serves on.
#include <thread>

#include "server_fixture.h"

using http_test::get_of;
using http_test::RawAnswer;
using http_test::RawClient;
using namespace std::chrono_literals;

namespace {

class HostileHttp : public http_test::ServerTest {
 protected:
  void SetUp() override { start(); }
  void TearDown() override { EXPECT_EQ(ask(get_of("/health")).status, 204) << "the server serves on"; }

  void expect_refused(std::string_view request, int status) {
    RawClient client = connect();
    client.send(request);
    const RawAnswer answer = client.receive();
    EXPECT_EQ(answer.status, status) << request.substr(0, 100);
    EXPECT_EQ(answer.header("Content-Type"), "application/problem+json") << request.substr(0, 100);
    EXPECT_EQ(answer.header("Connection"), "close") << request.substr(0, 100);
    client.end_sending();
    EXPECT_TRUE(client.is_closed_within(3s)) << request.substr(0, 100);
  }
};

}  // namespace

TEST_F(HostileHttp, RefusesRequestLinesThatAreNone) {
  for (const char* request :
       {"\r\n\r\nGET\r\n\r\n", "G@T / HTTP/1.1\r\nHost: t\r\n\r\n", "GET  HTTP/1.1\r\nHost: t\r\n\r\n",
        "GET / HTTP/2.0\r\nHost: t\r\n\r\n", "GET / HTTQ/1.1\r\nHost: t\r\n\r\n",
        "GET /\x01 HTTP/1.1\r\nHost: t\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"})
    expect_refused(request, 400);
}

TEST_F(HostileHttp, RefusesHeadersThatAreNone) {
  for (const char* header : {"Name", "Na me: x", "Name : x", ": x", "Name: \x01", " folded: x"})
    expect_refused("GET /health HTTP/1.1\r\nHost: t\r\n" + std::string(header) + "\r\n\r\n", 400);
}

TEST_F(HostileHttp, RefusesBodiesThatCanBeReadInTwoWays) {
  for (const char* framing :
       {"Content-Length: 3\r\nContent-Length: 4", "Content-Length: 3\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 3", "Content-Length: -3", "Content-Length: 3x",
        "Content-Length: 0x3", "Content-Length: 99999999999999999999999", "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, identity", "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"}) {
    expect_refused("POST /api/v1/echo HTTP/1.1\r\nHost: t\r\n" + std::string(framing) + "\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                   400);
  }
  expect_refused("POST /api/v1/echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 400);
}

TEST_F(HostileHttp, RefusesBrokenChunks) {
  for (const char* chunks :
       {"zz\r\nabc\r\n", "3\r\nabcd\r\n0\r\n\r\n", "-1\r\n", "ffffffffffffffffff\r\n", "3 \r\n\r\nabc"})
    expect_refused("POST /api/v1/echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(chunks),
                   400);
}

TEST_F(HostileHttp, WantsOneHost) {
  expect_refused("GET /health HTTP/1.1\r\n\r\n", 400);
  expect_refused("GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400);
  EXPECT_EQ(ask("GET /health HTTP/1.0\r\n\r\n").status, 204);
}

TEST_F(HostileHttp, RefusesTargetsThatAreNoPath) {
  EXPECT_EQ(ask(get_of("health")).status, 400);
  EXPECT_EQ(ask("CONNECT t:80 HTTP/1.1\r\nHost: t\r\n\r\n").status, 400);
  EXPECT_EQ(ask(get_of("http://other/health")).status, 204);
  EXPECT_EQ(ask("OPTIONS * HTTP/1.1\r\nHost: t\r\n\r\n").status, 204);
  EXPECT_EQ(ask(get_of("/../../etc/passwd")).status, 404);
  EXPECT_EQ(ask("BREW /health HTTP/1.1\r\nHost: t\r\n\r\n").status, 405);
}

TEST_F(HostileHttp, RefusesWhatIsTooLarge) {
  expect_refused(get_of("/health", "X-Large: " + std::string(40'000, 'x') + "\r\n"), 431);
  expect_refused(get_of("/" + std::string(40'000, 'x')), 431);
  expect_refused("POST /api/v1/echo HTTP/1.1\r\nHost: t\r\nContent-Length: 10000000000\r\n\r\n", 413);
  std::string chunked = "POST /api/v1/echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int chunk = 0; chunk < 30; ++chunk) chunked += "4000\r\n" + std::string(0x4000, 'x') + "\r\n";
  expect_refused(chunked, 413);
}

TEST_F(HostileHttp, BearsClientsThatDisappear) {
  for (int round = 0; round < 20; ++round) {
    RawClient uploader = connect();
    uploader.send("PUT /api/v1/upload HTTP/1.1\r\nHost: t\r\nContent-Length: 1000000\r\n\r\nhalf");
    RawClient sender = connect();
    sender.send("POST /api/v1/echo HTTP/1.1\r\nHost: t\r\nContent-Length: 1000\r\n\r\nhalf");
    RawClient reader = connect();
    reader.send(get_of("/api/v1/lines?lines=1000000"));
    RawClient waiter = connect();
    waiter.send("GET /hea");
  }
}

TEST_F(HostileHttp, TakesRubbish) {
  unsigned state = 12345;
  for (int round = 0; round < 200; ++round) {
    std::string rubbish = round % 2 == 0 ? "" : "POST /api/v1/echo HTTP/1.1\r\nHost: t\r\n";
    for (int byte = 0; byte < 300; ++byte) {
      state = state * 1'103'515'245U + 12'345U;
      rubbish += static_cast<char>(state >> 16U);
    }
    connect().send(rubbish + "\r\n\r\n");
  }
}
