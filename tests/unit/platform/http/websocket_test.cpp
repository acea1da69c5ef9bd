#include "platform/http/websocket.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <condition_variable>
#include <fstream>
#include <mutex>

#include "server_fixture.h"

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = platform::http;
using namespace std::chrono_literals;
using Socket = http::WebSocketHandler::Socket;

namespace {

class Client {
 public:
  Client(unsigned short port, const std::string& protocols) : stream_(context_) {
    stream_.next_layer().connect({asio::ip::address_v4::loopback(), port});
    stream_.set_option(beast::websocket::stream_base::decorator([protocols](beast::websocket::request_type& request) {
      if (!protocols.empty()) request.set(beast::http::field::sec_websocket_protocol, protocols);
    }));
    beast::websocket::response_type response;
    boost::system::error_code error;
    stream_.handshake(response, "test", "/api/v1/ws", error);
    status_ = response.result_int();
    protocol_ = std::string(response[beast::http::field::sec_websocket_protocol]);
  }
  unsigned status() const { return status_; }
  const std::string& protocol() const { return protocol_; }
  void send(const std::string& text) { stream_.write(asio::buffer(text)); }
  /// The next text, or "closed <code>".
  std::string receive() {
    beast::flat_buffer buffer;
    boost::system::error_code error;
    stream_.read(buffer, error);
    if (error) return "closed " + std::to_string(stream_.reason().code);
    return beast::buffers_to_string(buffer.data());
  }
  void close() { stream_.close(beast::websocket::close_code::normal); }

 private:
  asio::io_context context_;
  beast::websocket::stream<asio::ip::tcp::socket, false> stream_;
  unsigned status_ = 0;
  std::string protocol_;
};

// What the handler of the route saw.
class Seen {
 public:
  void open(const Socket& socket) {
    const std::lock_guard lock(mutex_);
    sockets_.push_back(socket);
    changed_.notify_all();
  }
  void close() {
    const std::lock_guard lock(mutex_);
    ++closed_;
    changed_.notify_all();
  }
  void drain() {
    const std::lock_guard lock(mutex_);
    ++drained_;
    changed_.notify_all();
  }
  bool wait_until(const std::function<bool(const Seen&)>& condition) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 10s, [&] { return condition(*this); });
  }
  std::size_t opened() const { return sockets_.size(); }
  int closed() const { return closed_; }
  int drained() const { return drained_; }
  const Socket& socket() const { return sockets_.front(); }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Socket> sockets_;
  int closed_ = 0, drained_ = 0;
};

class WebSockets : public ::testing::Test {
 protected:
  void SetUp() override {
    http::WebSocketHandler events;
    events.opened = [this](const Socket& socket) {
      socket->send("welcome " + socket->request().caller->name);
      seen_.open(socket);
    };
    events.received = [](const Socket& socket, const std::string& text) {
      if (text == "throw") throw std::runtime_error("no");
      socket->send("echo " + text);
    };
    events.closed = [this](const Socket&) { seen_.close(); };
    events.drained = [this](const Socket& socket) {
      socket->send("snapshot");
      seen_.drain();
    };
    http::RouteTable table;
    table.push_back(http::get("/ws", "events", "events", "Live events").permission("items.read").upgrades(events));
    http::ServerOptions options;
    options.address = "127.0.0.1";
    options.port = 0;
    options.handler_threads = 2;
    options.rate_limits = {0, 0, 0, 0, 10};
    server_.emplace(options, table, http_test::authenticate);
    ASSERT_TRUE(server_->start());
  }

  Client connect() { return Client(server_->port(), "events, bearer.manager"); }

  Seen seen_;
  std::optional<http::Server> server_;
};

}  // namespace

TEST_F(WebSockets, SpeakBothWaysAfterAuthentication) {
  Client client = connect();
  EXPECT_EQ(client.status(), 101U);
  EXPECT_EQ(client.protocol(), "events");
  EXPECT_EQ(client.receive(), "welcome manager@example.com");
  client.send("a");
  client.send("b");
  EXPECT_EQ(client.receive(), "echo a");
  EXPECT_EQ(client.receive(), "echo b");
  client.close();
  EXPECT_TRUE(seen_.wait_until([](const Seen& seen) { return seen.closed() == 1; }));
}

TEST_F(WebSockets, RefuseWhoMayNotListen) {
  EXPECT_EQ(Client(server_->port(), "").status(), 401U);
  EXPECT_EQ(Client(server_->port(), "bearer.guest").status(), 403U);
  http_test::RawClient plain(server_->port());
  plain.send(http_test::get_of("/api/v1/ws", "Authorization: Bearer manager\r\n"));
  EXPECT_EQ(plain.receive().status, 426);
}

TEST_F(WebSockets, RefuseHalfAHandshakeWithAProblem) {
  http_test::RawClient half(server_->port());
  half.send(http_test::get_of("/api/v1/ws",
                              "Authorization: Bearer manager\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"));
  const auto answer = half.receive();
  EXPECT_EQ(answer.status, 426);
  EXPECT_NE(answer.body.find("request.upgrade_required"), std::string::npos) << answer.body;
}

TEST_F(WebSockets, SendFromAnyThreadInOrder) {
  Client client = connect();
  client.receive();
  ASSERT_TRUE(seen_.wait_until([](const Seen& seen) { return seen.opened() == 1; }));
  for (int number = 0; number < 1000; ++number) EXPECT_TRUE(seen_.socket()->send(std::to_string(number)));
  for (int number = 0; number < 1000; ++number) EXPECT_EQ(client.receive(), std::to_string(number));
}

TEST_F(WebSockets, RefuseMoreForASlowReaderAndTellWhenThereIsRoom) {
  Client client = connect();
  ASSERT_TRUE(seen_.wait_until([](const Seen& seen) { return seen.opened() == 1; }));
  const std::string event(100'000, 'e');
  int sent = 0;
  while (seen_.socket()->send(event)) ASSERT_LT(++sent, 10'000);
  EXPECT_EQ(client.receive(), "welcome manager@example.com");
  for (int number = 0; number < sent; ++number) EXPECT_EQ(client.receive().size(), event.size());
  EXPECT_EQ(client.receive(), "snapshot");
  EXPECT_TRUE(seen_.wait_until([](const Seen& seen) { return seen.drained() == 1; }));
}

TEST_F(WebSockets, CloseWithACode) {
  Client client = connect();
  client.receive();
  ASSERT_TRUE(seen_.wait_until([](const Seen& seen) { return seen.opened() == 1; }));
  seen_.socket()->close(http::socket_policy, "the permission was withdrawn");
  EXPECT_EQ(client.receive(), "closed 1008");
  EXPECT_TRUE(seen_.wait_until([](const Seen& seen) { return seen.closed() == 1; }));
  EXPECT_FALSE(seen_.socket()->send("too late"));
}

TEST_F(WebSockets, CloseWhenTheHandlerThrows) {
  Client client = connect();
  client.receive();
  client.send("throw");
  EXPECT_EQ(client.receive(), "closed 1011");
}

TEST_F(WebSockets, RefuseMessagesThatAreTooLong) {
  Client client = connect();
  client.receive();
  client.send(std::string(100'000, 'x'));
  EXPECT_EQ(client.receive(), "closed 1009");
}

TEST_F(WebSockets, AreToldToGoWhenTheServerStopsAndMayOutliveIt) {
  Client client = connect();
  client.receive();
  std::thread reader([&] { EXPECT_EQ(client.receive(), "closed 1001"); });
  const auto begun = std::chrono::steady_clock::now();
  server_->stop(10s);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 3s);
  reader.join();
  server_.reset();
  EXPECT_FALSE(seen_.socket()->send("too late"));
}

TEST_F(WebSockets, BearClientsThatDisappear) {
  for (int round = 0; round < 20; ++round) connect();
  EXPECT_TRUE(seen_.wait_until([](const Seen& seen) { return seen.closed() == 20; }));
}
