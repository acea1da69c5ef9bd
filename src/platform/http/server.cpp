#include "platform/http/server.h"

#include <fmt/format.h>
#include <linux/filter.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <exception>
#include <future>
#include <mutex>
#include <set>
#include <thread>

#include "platform/http/awaiting.h"
#include "platform/http/connection.h"

namespace platform::http {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

// Within this time of its connection a client that means to ask has asked.
constexpr std::chrono::milliseconds first_words{1000};

// How many connections there are, and a way to wait until none is left.
class Count {
 public:
  void add() {
    const std::lock_guard lock(mutex_);
    ++count_;
  }
  void remove() {
    const std::lock_guard lock(mutex_);
    if (--count_ == 0) none_left_.notify_all();
  }
  std::size_t get() const {
    const std::lock_guard lock(mutex_);
    return count_;
  }
  bool wait_for_none(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    return none_left_.wait_for(lock, patience, [this] { return count_ == 0; });
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable none_left_;
  std::size_t count_ = 0;
};

// One I/O thread and the connections that live on it. Nothing of a worker is touched from another thread.
struct Worker {
  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> guard = asio::make_work_guard(context);
  std::set<Connection*> connections;
  std::jthread thread;
};

// Enters a connection into the books of its worker while it lives.
class Entry {
 public:
  Entry(Worker& worker, Connection& connection, Count& count)
      : worker_(worker), connection_(connection), count_(count) {
    worker_.connections.insert(&connection_);
  }
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;
  ~Entry() {
    worker_.connections.erase(&connection_);
    count_.remove();
  }

 private:
  Worker& worker_;
  Connection& connection_;
  Count& count_;
};

asio::awaitable<void> serve(tcp::socket socket, Worker& worker, Count& count, Edge edge) {
  Connection connection(std::move(socket), edge);
  const Entry entry(worker, connection, count);
  co_await connection.serve();
}

// Handshakes that have begun come to their end, new ones are not answered: a packet that asks for a connection (SYN,
// RFC 9293, section 3.1) is dropped by the listening socket. Its sender asks again in a second and finds nobody.
void refuse_newcomers(tcp::acceptor& acceptor) {
  constexpr unsigned flags_at = 13, syn = 0x02;
  std::array<sock_filter, 4> drop_syn{{{BPF_LD | BPF_B | BPF_ABS, 0, 0, flags_at},
                                       {BPF_JMP | BPF_JSET | BPF_K, 0, 1, syn},
                                       {BPF_RET | BPF_K, 0, 0, 0},
                                       {BPF_RET | BPF_K, 0, 0, UINT32_MAX}}};
  const sock_fprog program{drop_syn.size(), drop_syn.data()};
  // Where a system has no such filters, those who come within these milliseconds are reset.
  [[maybe_unused]] const int is_refused =
      ::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

void turn_away(tcp::socket socket) {
  constexpr std::string_view busy =
      "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  boost::system::error_code ignored;
  socket.non_blocking(true, ignored);
  socket.send(asio::buffer(busy), 0, ignored);
}

}  // namespace

struct Server::Impl {
  Impl(ServerOptions settings, RouteTable routes, Authenticator authenticator)
      : options(std::move(settings)), pipeline(options, std::move(routes), std::move(authenticator)) {
    for (unsigned made = 0; made < std::max(options.io_threads, 1U); ++made)
      workers.push_back(std::make_unique<Worker>());
    acceptor.emplace(workers.front()->context);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() { stop(std::chrono::milliseconds(0), std::chrono::milliseconds(0)); }

  base::Result<> start();
  base::Result<> listen();
  asio::awaitable<void> accept();
  void admit(tcp::socket socket, Worker& worker);
  void admit_waiting();
  asio::awaitable<void> close_quiet_ones(Worker& worker);
  void each_connection(void (Connection::*act)());
  void leave();
  void stop(std::chrono::milliseconds deadline, std::chrono::milliseconds grace);

  ServerOptions options;
  Pipeline pipeline;
  std::atomic<Phase> phase = Phase::serving;
  std::promise<void> accepts_no_more;
  Count count;
  std::vector<std::unique_ptr<Worker>> workers;
  std::optional<tcp::acceptor> acceptor;
  unsigned short port = 0;
  std::optional<HandlerPool> handlers, uploads;
};

base::Result<> Server::Impl::listen() {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(options.address, error);
  const tcp::endpoint endpoint(address, options.port);
  if (!error) acceptor->open(endpoint.protocol(), error);
  if (!error) acceptor->set_option(tcp::acceptor::reuse_address(true), error);
  if (!error && address.is_v6()) acceptor->set_option(asio::ip::v6_only(false), error);
  if (!error) acceptor->bind(endpoint, error);
  if (!error) acceptor->listen(tcp::acceptor::max_listen_connections, error);
  if (error) {
    return base::failure(http_port_taken,
                         fmt::format("Cannot listen at {}:{}: {}.", options.address, options.port, error.message()),
                         "Set PORT to another one, or end the program that uses it.");
  }
  port = acceptor->local_endpoint().port();
  return {};
}

base::Result<> Server::Impl::start() {
  RETURN_IF_FAILED(listen());
  handlers.emplace(options.handler_threads, options.handler_queue);
  uploads.emplace(options.upload_threads, options.upload_threads);
  asio::co_spawn(workers.front()->context, accept(), [this](const std::exception_ptr& unexpected) {
    if (unexpected) std::rethrow_exception(unexpected);
    accepts_no_more.set_value();
  });
  for (const auto& worker : workers) worker->thread = std::jthread([&context = worker->context] { context.run(); });
  return {};
}

asio::awaitable<void> Server::Impl::accept() {
  for (std::size_t turn = 0; phase != Phase::stopping; ++turn) {
    Worker& worker = *workers[turn % workers.size()];
    auto [error, socket] = co_await acceptor->async_accept(worker.context, token);
    if (!error) {
      admit(std::move(socket), worker);
    } else if (phase != Phase::stopping) {
      // Out of file descriptors, as a rule: give connections time to end.
      asio::steady_timer pause(workers.front()->context, std::chrono::milliseconds(50));
      co_await pause.async_wait(token);
    }
  }
  // Closing the door resets whom the system has let in and nobody has met yet.
  refuse_newcomers(*acceptor);
  asio::steady_timer handshakes(workers.front()->context, std::chrono::milliseconds(10));
  co_await handshakes.async_wait(token);
  admit_waiting();
  boost::system::error_code ignored;
  acceptor->close(ignored);
}

void Server::Impl::admit(tcp::socket socket, Worker& worker) {
  if (count.get() >= options.max_connections) {
    turn_away(std::move(socket));
    return;
  }
  count.add();
  const Edge edge{options, pipeline, *handlers, *uploads, phase};
  asio::co_spawn(worker.context, serve(std::move(socket), worker, count, edge), asio::detached);
}

void Server::Impl::admit_waiting() {
  boost::system::error_code error;
  acceptor->non_blocking(true, error);
  for (std::size_t turn = 0; !error; ++turn) {
    Worker& worker = *workers[turn % workers.size()];
    tcp::socket socket = acceptor->accept(worker.context, error);
    if (!error) admit(std::move(socket), worker);
  }
}

void Server::Impl::each_connection(void (Connection::*act)()) {
  for (const auto& worker : workers) {
    asio::post(worker->context, [&worker = *worker, act] {
      for (Connection* connection : worker.connections) (connection->*act)();
    });
  }
}

// A balancer takes the connection it used last: one that was idle for this long is none it is about to use.
asio::awaitable<void> Server::Impl::close_quiet_ones(Worker& worker) {
  constexpr std::chrono::milliseconds again(200);
  asio::steady_timer pause(worker.context);
  while (phase == Phase::leaving) {
    const auto then = std::chrono::steady_clock::now() - first_words;
    for (Connection* connection : worker.connections) connection->close_if_idle_since(then);
    pause.expires_after(again);
    co_await pause.async_wait(token);
  }
}

void Server::Impl::leave() {
  phase = Phase::leaving;
  for (const auto& worker : workers) asio::co_spawn(worker->context, close_quiet_ones(*worker), asio::detached);
}

void Server::Impl::stop(std::chrono::milliseconds deadline, std::chrono::milliseconds grace) {
  if (phase == Phase::stopping || !handlers) return;
  if (grace.count() > 0) {
    std::this_thread::sleep_for(grace / 2);
    leave();
    std::this_thread::sleep_for(grace / 2);
  }
  phase = Phase::stopping;
  asio::post(workers.front()->context, [this] {
    boost::system::error_code ignored;
    acceptor->cancel(ignored);
  });
  accepts_no_more.get_future().wait();
  each_connection(&Connection::close_if_kept);
  const auto first = std::min(deadline, first_words);
  if (!count.wait_for_none(first)) each_connection(&Connection::close_if_idle);
  if (!count.wait_for_none(deadline - first)) each_connection(&Connection::close);
  // A handler that is still at work refers to its connection: nothing can be taken down before it ends.
  constexpr std::chrono::milliseconds again(100);
  while (!count.wait_for_none(again)) each_connection(&Connection::close);
  uploads.reset();
  handlers.reset();
  for (const auto& worker : workers) worker->guard.reset();
  for (const auto& worker : workers) worker->thread.join();
}

Server::Server(ServerOptions options, RouteTable routes, Authenticator authenticator)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(routes), std::move(authenticator))) {}

Server::~Server() = default;

base::Result<> Server::start() {
  return impl_->start();
}

unsigned short Server::port() const {
  return impl_->port;
}

ServerLoad Server::load() const {
  if (!impl_->handlers) return {};
  return {impl_->count.get(), impl_->handlers->waiting() + impl_->uploads->waiting(),
          impl_->handlers->running() + impl_->uploads->running()};
}

void Server::stop(std::chrono::milliseconds deadline, std::chrono::milliseconds grace) {
  impl_->stop(deadline, grace);
}

}  // namespace platform::http
