#include <sys/resource.h>

#include <future>
#include <thread>

#include "server_fixture.h"

using http_test::get_of;
using http_test::RawAnswer;
using http_test::RawClient;
using namespace std::chrono_literals;

class HttpServerLimits : public http_test::ServerTest {};

TEST_F(HttpServerLimits, CutsSlowHeadersOff) {
  auto with = options();
  with.header_timeout = 300ms;
  start(with);
  RawClient client = connect();
  client.send("GET / HTTP/1.1\r\n");
  const auto begun = std::chrono::steady_clock::now();
  while (client.send("X: y\r\n") && std::chrono::steady_clock::now() - begun < 5s) std::this_thread::sleep_for(20ms);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 3s);
  EXPECT_TRUE(connect().is_closed_within(3s)) << "a client that says nothing";
}

TEST_F(HttpServerLimits, CutsSlowBodiesOff) {
  auto with = options();
  with.body_timeout = 300ms;
  start(with);
  for (const char* path : {"PUT /api/v1/upload", "POST /api/v1/echo"}) {
    RawClient client = connect();
    client.send(std::string(path) + " HTTP/1.1\r\nHost: t\r\nContent-Length: 100000\r\n\r\n");
    const auto begun = std::chrono::steady_clock::now();
    while (client.send("x") && std::chrono::steady_clock::now() - begun < 5s) std::this_thread::sleep_for(20ms);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 3s) << path;
  }
}

TEST_F(HttpServerLimits, ClosesIdleConnections) {
  auto with = options();
  with.idle_timeout = 200ms;
  start(with);
  RawClient client = connect();
  client.send(get_of("/health"));
  EXPECT_EQ(client.receive().status, 204);
  EXPECT_TRUE(client.is_closed_within(3s));
}

TEST_F(HttpServerLimits, AnswersBusyWhenTheQueueIsFullAndStaysAlive) {
  auto with = options();
  with.handler_threads = 1;
  with.handler_queue = 1;
  start(with);
  std::vector<RawClient> clients;
  for (int index = 0; index < 6; ++index) {
    clients.push_back(connect());
    clients.back().send(get_of("/api/v1/slow"));
  }
  EXPECT_EQ(ask(get_of("/health")).status, 204) << "needs no handler thread";
  int served = 0, busy = 0;
  for (RawClient& client : clients) {
    const RawAnswer answer = client.receive();
    served += answer.status == 204 ? 1 : 0;
    if (answer.status != 503) continue;
    ++busy;
    EXPECT_EQ(answer.header("Retry-After"), "1");
  }
  EXPECT_GE(served, 2);
  EXPECT_EQ(served + busy, 6);
  EXPECT_GT(busy, 0);
}

TEST_F(HttpServerLimits, TurnsConnectionsAwayBeyondTheMost) {
  auto with = options();
  with.max_connections = 3;
  start(with);
  std::vector<RawClient> clients;
  for (int index = 0; index < 3; ++index) {
    clients.push_back(connect());
    clients.back().send(get_of("/health"));
    EXPECT_EQ(clients.back().receive().status, 204);
  }
  EXPECT_EQ(connect().receive().status, 503);
  clients.clear();
  for (int tries = 0; tries < 100 && server_->load().connections > 0; ++tries) std::this_thread::sleep_for(10ms);
  EXPECT_EQ(ask(get_of("/health")).status, 204);
}

TEST_F(HttpServerLimits, HoldsManyIdleConnections) {
  start();
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  const std::size_t many = std::min<std::size_t>(2'000, static_cast<std::size_t>(files.rlim_cur) / 2 - 100);
  std::vector<RawClient> clients;
  for (std::size_t index = 0; index < many; ++index) clients.push_back(connect());
  for (int tries = 0; tries < 500 && server_->load().connections < many; ++tries) std::this_thread::sleep_for(10ms);
  EXPECT_EQ(server_->load().connections, many);
  clients.front().send(get_of("/health"));
  EXPECT_EQ(clients.front().receive().status, 204);
  clients.back().send(get_of("/health"));
  EXPECT_EQ(clients.back().receive().status, 204);
}

TEST_F(HttpServerLimits, LetsRunningRequestsEndWhenStopped) {
  start();
  RawClient busy = connect();
  RawClient idle = connect();
  busy.send(get_of("/api/v1/slow"));
  for (int tries = 0; tries < 200 && server_->load().running == 0; ++tries) std::this_thread::sleep_for(1ms);
  const auto begun = std::chrono::steady_clock::now();
  server_->stop(10s);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 3s);
  const RawAnswer answer = busy.receive();
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(idle.is_closed_within(100ms));
  EXPECT_THROW(connect(), std::runtime_error);
}

TEST_F(HttpServerLimits, StopsAtTheDeadline) {
  start();
  RawClient uploader = connect();
  uploader.send("PUT /api/v1/upload HTTP/1.1\r\nHost: t\r\nContent-Length: 1000000\r\n\r\nhalf");
  std::this_thread::sleep_for(50ms);
  const auto begun = std::chrono::steady_clock::now();
  server_->stop(100ms);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 2s);
}

TEST_F(HttpServerLimits, ServesManyClientsAtOnce) {
  start();
  std::vector<std::future<int>> answered;
  for (int thread = 0; thread < 8; ++thread) {
    answered.push_back(std::async(std::launch::async, [this] {
      RawClient client = connect();
      int right = 0;
      for (int round = 0; round < 200; ++round) {
        client.send(get_of("/api/v1/items/" + std::to_string(round), "Authorization: Bearer manager\r\n"));
        const RawAnswer answer = client.receive();
        right += answer.body.find("\"name\":\"" + std::to_string(round) + "\"") != std::string::npos ? 1 : 0;
      }
      return right;
    }));
  }
  for (auto& right : answered) EXPECT_EQ(right.get(), 200);
}
