#include "platform/http/server.h"

#include <atomic>
#include <future>
#include <thread>

#include "server_fixture.h"

using http_test::get_of;
using http_test::RawAnswer;
using http_test::RawClient;
using namespace std::chrono_literals;

class HttpServer : public http_test::ServerTest {};

constexpr std::string_view manager = "Authorization: Bearer manager\r\n";

TEST_F(HttpServer, AnswersAndKeepsTheConnection) {
  start();
  RawClient client = connect();
  for (int round = 0; round < 3; ++round) {
    client.send(get_of("/api/v1/items/7", manager));
    const RawAnswer answer = client.receive();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, R"({"name":"7","quantity":3,"tags":["a","b"]})");
    EXPECT_EQ(answer.header("Content-Type"), "application/json");
    EXPECT_EQ(answer.header("Connection"), "keep-alive");
  }
}

TEST_F(HttpServer, AnswersPipelinedRequestsInOrder) {
  start();
  RawClient client = connect();
  const auto item = [](const char* id) { return get_of("/api/v1/items/" + std::string(id), manager); };
  client.send(item("1") + "POST /api/v1/echo HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n\r\nabc" + item("2") +
              item("3"));
  EXPECT_NE(client.receive().body.find(R"("name":"1")"), std::string::npos);
  EXPECT_EQ(client.receive().body, "abc");
  EXPECT_NE(client.receive().body.find(R"("name":"2")"), std::string::npos);
  EXPECT_NE(client.receive().body.find(R"("name":"3")"), std::string::npos);
}

TEST_F(HttpServer, ReadsARequestThatComesByteByByte) {
  start();
  RawClient client = connect();
  for (const char c : std::string("POST /api/v1/echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: "
                                  "chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")) {
    client.send({&c, 1});
    std::this_thread::sleep_for(200us);
  }
  EXPECT_EQ(client.receive().body, "abcde");
}

TEST_F(HttpServer, GivesHeadTheHeadersOfGetAndNoBody) {
  start();
  RawClient client = connect();
  client.send("HEAD /api/v1/items/7 HTTP/1.1\r\nHost: t\r\nAuthorization: Bearer manager\r\n\r\n" + get_of("/health"));
  const RawAnswer head = client.receive(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Length"), "42");
  EXPECT_EQ(client.receive().status, 204);
}

TEST_F(HttpServer, StreamsAnswersInChunks) {
  start();
  RawClient client = connect();
  client.send(get_of("/api/v1/lines?lines=1000"));
  const RawAnswer answer = client.receive();
  EXPECT_EQ(answer.header("Transfer-Encoding"), "chunked");
  EXPECT_EQ(answer.body.substr(0, 14), "line 1\nline 2\n");
  EXPECT_EQ(answer.body.substr(answer.body.size() - 10), "line 1000\n");
  EXPECT_TRUE(client.ended_well());
}

TEST_F(HttpServer, StreamsToHttp10UntilTheConnectionEnds) {
  start();
  const RawAnswer answer = ask("GET /api/v1/lines HTTP/1.0\r\n\r\n");
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_EQ(answer.header("Transfer-Encoding"), "");
  EXPECT_EQ(answer.body, "line 1\nline 2\nline 3\n");
}

TEST_F(HttpServer, CutsAStreamThatFailsOffWithoutItsEnd) {
  start();
  RawClient client = connect();
  client.send(get_of("/api/v1/broken"));
  EXPECT_EQ(client.receive().body, "half");
  EXPECT_FALSE(client.ended_well());
}

TEST_F(HttpServer, StreamsUploadsLargerThanAnyBuffer) {
  start();
  RawClient client = connect();
  constexpr std::size_t size = 50'000'000;
  client.send("PUT /api/v1/upload HTTP/1.1\r\nHost: t\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n");
  const std::string piece(1'000'000, 'x');
  for (std::size_t sent = 0; sent < size; sent += piece.size()) ASSERT_TRUE(client.send(piece));
  EXPECT_EQ(client.receive().body, R"({"bytes":50000000})");
  client.send(get_of("/health"));
  EXPECT_EQ(client.receive().status, 204);
}

TEST_F(HttpServer, StreamsChunkedUploads) {
  start();
  EXPECT_EQ(ask("PUT /api/v1/upload HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: "
                "chunked\r\n\r\n4\r\nabcd\r\na;x=y\r\n0123456789\r\n0\r\n\r\n")
                .body,
            R"({"bytes":14})");
}

TEST_F(HttpServer, TellsAClientThatWaitsToGoOn) {
  start();
  RawClient client = connect();
  for (const std::string path : {"PUT /api/v1/upload", "POST /api/v1/echo"}) {
    client.send(path + " HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
    EXPECT_EQ(client.receive().status, 100);
    client.send("abcd");
    EXPECT_EQ(client.receive().status, 200);
  }
}

TEST_F(HttpServer, RefusesBeforeTheBodyIsSent) {
  start();
  RawClient client = connect();
  client.send("POST /api/v1/echo HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: 400000\r\n\r\n");
  const RawAnswer answer = client.receive();
  EXPECT_EQ(answer.status, 413);
  EXPECT_EQ(answer.header("Connection"), "close");
}

TEST_F(HttpServer, IgnoresAnUpgradeItDoesNotKnow) {
  start();
  EXPECT_EQ(ask(get_of("/health", "Connection: Upgrade\r\nUpgrade: h2c\r\n")).status, 204);
}

TEST_F(HttpServer, SaysWhenThePortIsTaken) {
  start();
  auto same = options();
  same.port = server_->port();
  platform::http::Server other(same, {}, {});
  const auto started = other.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code(), "http.port_taken");
}

TEST_F(HttpServer, TellsTheAccessHookWhatHappened) {
  std::mutex mutex;
  std::vector<platform::http::AccessRecord> records;
  auto with = options();
  with.on_access = [&](const platform::http::AccessRecord& record) {
    const std::lock_guard lock(mutex);
    records.push_back(record);
  };
  start(with);
  ask(get_of("/api/v1/items/7", "Authorization: Bearer manager\r\nX-Request-Id: my-request-1\r\n"));
  ask(get_of("/api/v1/throws"));
  ask("TRACE / HTTP/1.1\r\nHost: t\r\n\r\n");
  server_->stop(1s);
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[0].route, "/api/v1/items/{id}");
  EXPECT_EQ(records[0].caller, "manager@example.com");
  EXPECT_EQ(records[0].request_id, "my-request-1");
  EXPECT_EQ(records[0].remote_address, "127.0.0.1");
  EXPECT_EQ(records[0].bytes, 42U);
  EXPECT_EQ(records[1].error, "password=hunter2");
  EXPECT_EQ(records[1].problem, "internal.error");
  EXPECT_EQ(records[2].method, "OTHER");
  EXPECT_EQ(records[2].status, 404U);
}

TEST_F(HttpServer, KeepsNoConnectionInTheSecondHalfOfItsGrace) {
  start();
  RawClient kept = connect(), asking = connect();
  kept.send(get_of("/api/v1/items/7", manager));
  EXPECT_EQ(kept.receive().header("Connection"), "keep-alive");
  const auto stopping = std::async(std::launch::async, [&] { server_->stop(1s, 6s); });
  std::this_thread::sleep_for(500ms);
  asking.send(get_of("/api/v1/items/7", manager));
  EXPECT_EQ(asking.receive().header("Connection"), "keep-alive");
  std::this_thread::sleep_for(3s);
  RawClient late = connect();
  for (RawClient* client : {&asking, &late}) {
    client->send(get_of("/api/v1/items/7", manager));
    const RawAnswer answer = client->receive();
    EXPECT_EQ(answer.status, client == &late ? 200 : 0);
    EXPECT_EQ(answer.header("Connection"), client == &late ? "close" : "");
  }
  EXPECT_TRUE(kept.is_closed_within(0ms));
}

TEST_F(HttpServer, AnswersWhomItLetInBeforeItStopped) {
  start();
  std::vector<RawClient> clients;
  for (int made = 0; made < 200; ++made) clients.push_back(connect());
  const auto stopping = std::async(std::launch::async, [&] { server_->stop(5s); });
  std::this_thread::sleep_for(100ms);
  for (RawClient& client : clients) client.send(get_of("/api/v1/items/7", manager));
  for (RawClient& client : clients) EXPECT_EQ(client.receive().status, 200);
}

// As a proxy that has not seen yet that the server leaves: on kept connections as long as they are kept, then on new
// ones.
TEST_F(HttpServer, LosesNoRequestWhileItEnds) {
  start();
  std::atomic<int> answered = 0, lost = 0;
  std::vector<std::jthread> proxies;
  for (int made = 0; made < 8; ++made) {
    proxies.emplace_back([&, made] {
      std::optional<RawClient> connection;
      for (;;) {
        try {
          if (!connection) connection.emplace(server_->port());
        } catch (const std::exception&) {
          return;  // refused before anything was sent: it asks another server
        }
        connection->send(get_of("/api/v1/items/7", manager));
        const RawAnswer answer = connection->receive();
        ++(answer.status == 200 ? answered : lost);
        if (answer.header("Connection") != "keep-alive") connection.reset();
        std::this_thread::sleep_for(std::chrono::milliseconds(made));
      }
    });
  }
  std::this_thread::sleep_for(300ms);
  server_->stop(5s, 600ms);
  proxies.clear();
  EXPECT_GT(answered, 0);
  EXPECT_EQ(lost, 0);
}
