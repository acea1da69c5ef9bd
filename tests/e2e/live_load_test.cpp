// Many who listen and hardly ever hear anything: they are all told, and nobody else waits for it. What they cost in
// memory is measured by bench/websockets, without the sanitizers.
#include <sys/resource.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <thread>

#include "support/running_server.h"

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
constexpr auto token = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t listeners_wanted = 5'000;

/// Both ends of every connection are files, of this process and of the server, which inherits the limit.
void allow_many_files() {
  constexpr rlim_t needed = listeners_wanted + 500;
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_max < needed) {
    throw std::runtime_error("A process may open " + std::to_string(limit.rlim_max) + " files here; this test needs " +
                             std::to_string(needed) + ". Raise the hard limit: ulimit -Hn " + std::to_string(needed));
  }
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// WebSockets that listen to one topic. They only move while run_until() runs.
class Listeners {
 public:
  Listeners(unsigned short port, std::string authorization)
      : server_(asio::ip::address_v4::loopback(), port), authorization_(std::move(authorization)) {}

  void open(std::size_t count) {
    constexpr std::size_t at_once = 64;
    to_open_ = count;
    for (std::size_t i = 0; i < at_once; ++i) asio::co_spawn(io_, open_some(), asio::detached);
  }
  /// From now on those who hear both words count as told.
  void wait_for(std::string word, std::string other) { awaited_ = {std::move(word), std::move(other)}; }

  bool run_until(const std::function<bool()>& is_done, std::chrono::seconds longest) {
    const auto end = std::chrono::steady_clock::now() + longest;
    while (!is_done() && std::chrono::steady_clock::now() < end) io_.run_for(std::chrono::milliseconds(50));
    return is_done();
  }
  std::size_t listening() const { return listening_; }
  std::size_t told() const { return told_; }
  const std::string& failure() const { return failure_; }

 private:
  using Stream = beast::websocket::stream<beast::tcp_stream>;

  asio::awaitable<void> open_some() {
    while (to_open_ > 0) {
      --to_open_;
      auto stream = std::make_shared<Stream>(io_);
      const auto [refused] = co_await beast::get_lowest_layer(*stream).async_connect(server_, token);
      if (refused) {
        failure_ = refused.message();
        co_return;
      }
      stream->set_option(beast::websocket::stream_base::decorator([this](beast::websocket::request_type& request) {
        request.set(beast::http::field::authorization, authorization_);
      }));
      const auto [error] = co_await stream->async_handshake("localhost", "/api/v1/ws?topics=imports.*", token);
      if (error) {
        failure_ = error.message();
        co_return;
      }
      ++listening_;
      asio::co_spawn(io_, listen(stream), asio::detached);
    }
  }

  asio::awaitable<void> listen(std::shared_ptr<Stream> stream) {
    bool has_heard = false;
    for (;;) {
      beast::flat_buffer message;
      const auto [error, size] = co_await stream->async_read(message, token);
      if (error) {
        --listening_;
        failure_ = error.message();
        co_return;
      }
      const std::string text = beast::buffers_to_string(message.data());
      if (has_heard || awaited_.first.empty()) continue;
      has_heard = text.find(awaited_.first) != std::string::npos && text.find(awaited_.second) != std::string::npos;
      if (has_heard) ++told_;
    }
  }

  asio::ip::tcp::endpoint server_;
  std::string authorization_;
  std::pair<std::string, std::string> awaited_;
  std::size_t to_open_ = 0, listening_ = 0, told_ = 0;
  std::string failure_;
  asio::io_context io_{1};
};

/// Asks for /health all the time, and knows how long an answer took at most.
class Patience {
 public:
  explicit Patience(const test::HttpClient& client)
      : asker_([this, client](const std::stop_token& stop) {
          while (!stop.stop_requested()) {
            const auto begin = std::chrono::steady_clock::now();
            if (client.get("/health").status != 200) ++refused_;
            longest_ = std::max(longest_.load(), std::chrono::steady_clock::now() - begin);
            ++answers_;
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
          }
        }) {}

  std::chrono::steady_clock::duration longest() const { return longest_; }
  int refused() const { return refused_; }
  int answers() const { return answers_; }

 private:
  std::atomic<std::chrono::steady_clock::duration> longest_{};
  std::atomic<int> refused_{0}, answers_{0};
  std::jthread asker_;
};

class LiveLoad : public test::ProgramTest {
 protected:
  LiveLoad() {
    installation.set("ADMIN_PASSWORD", test::administrator_password);
    installation.set("RATE_LIMIT_SIGNED_IN", "0");
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, LiveLoad, test::both_engines(), test::engine_name);

TEST_P(LiveLoad, TellsFiveThousandListenersOfAnImport) {
  allow_many_files();
  const test::RunningServer server(installation);
  const auto admin = server.signed_in();
  Listeners listeners(server.port(), admin.always("Authorization"));
  listeners.open(listeners_wanted);
  ASSERT_TRUE(listeners.run_until([&] { return listeners.listening() == listeners_wanted; }, std::chrono::minutes(3)))
      << listeners.listening() << " are listening: " << listeners.failure();

  const Patience patience(server.client());
  const auto begun = admin.send("POST", "/api/v1/imports?supplier=alpha&file_name=feed.csv",
                                "Reference;Libelle;Prix HT\nA1;Lampe;3,49\n", {{"Content-Type", "text/csv"}});
  ASSERT_EQ(begun.status, 202U) << begun.body;
  listeners.wait_for(test::text_at(begun.json(), "id"), "\"finished\"");
  EXPECT_TRUE(listeners.run_until([&] { return listeners.told() == listeners_wanted; }, std::chrono::minutes(2)))
      << listeners.told() << " were told of the end; " << listeners.listening() << " still listen "
      << listeners.failure();
  EXPECT_EQ(patience.refused(), 0);
  EXPECT_GT(patience.answers(), 0);
  EXPECT_LT(patience.longest(), std::chrono::seconds(3)) << "others wait while the listeners are told";
}

}  // namespace
