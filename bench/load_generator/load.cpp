#include "load_generator/load.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <random>
#include <string_view>

namespace load_generator {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
constexpr auto token = asio::as_tuple(asio::use_awaitable);

struct Answer {
  unsigned status = 0;
  std::size_t size = 0;
  bool closes = false;
};

std::size_t length_of(std::string_view head) {
  for (const std::string_view name : {"\r\nContent-Length: ", "\r\ncontent-length: "}) {
    const std::size_t at = head.find(name);
    if (at == std::string_view::npos) continue;
    std::size_t length = 0;
    std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
    return length;
  }
  return 0;
}

// The bytes of a request: "/path" is a GET, "POST /path body" sends the body as JSON.
std::string request_of(std::string_view line, const std::vector<std::string>& headers) {
  constexpr std::string_view post = "POST ";
  const bool is_post = line.starts_with(post);
  if (is_post) line.remove_prefix(post.size());
  const std::string_view path = line.substr(0, is_post ? line.find(' ') : line.size());
  const std::string_view body = path.size() < line.size() ? line.substr(path.size() + 1) : std::string_view();
  std::string request(is_post ? post : "GET ");
  request.append(path).append(" HTTP/1.1\r\nHost: localhost\r\n");
  for (const std::string& header : headers) request += header + "\r\n";
  if (is_post) request += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  return request.append("\r\n").append(body);
}

class Run {
 public:
  explicit Run(const Options& options) : options_(options), begin_(Clock::now()) {
    for (const std::string& path : options.paths) requests_.push_back(request_of(path, options.headers));
    counted_from_ = end_ = begin_;
    if (options.requests > 0) {
      end_ = Clock::time_point::max();
    } else {
      counted_from_ += std::chrono::duration_cast<Clock::duration>(options.warm_up);
      end_ = counted_from_ + std::chrono::duration_cast<Clock::duration>(options.time);
    }
  }

  Statistics run() {
    for (unsigned i = 0; i < options_.connections; ++i) asio::co_spawn(context_, connection(), asio::detached);
    context_.run();
    statistics_.time = Clock::now() - counted_from_;
    if (options_.requests == 0) statistics_.time = options_.time;
    return std::move(statistics_);
  }

 private:
  bool is_over() const { return options_.requests > 0 ? asked_ >= options_.requests : Clock::now() >= end_; }

  asio::awaitable<void> connection() {
    while (!is_over()) {
      asio::ip::tcp::socket socket(context_);
      const asio::ip::tcp::endpoint server(asio::ip::address_v4::loopback(), options_.port);
      auto [error] = co_await socket.async_connect(server, token);
      if (error) {
        ++statistics_.broken;
        asio::steady_timer pause(context_, std::chrono::milliseconds(50));
        co_await pause.async_wait(token);
        continue;
      }
      socket.set_option(asio::ip::tcp::no_delay(true));
      co_await converse(socket);
    }
  }

  asio::awaitable<void> converse(asio::ip::tcp::socket& socket) {
    asio::steady_timer timer(context_);
    std::string buffer;
    for (;;) {
      Clock::time_point due = Clock::now();
      if (options_.rate > 0) {
        due = next_due();
        if (due >= end_) co_return;
        timer.expires_at(due);
        if (due > Clock::now()) co_await timer.async_wait(token);
      }
      if (due >= end_ || is_over()) co_return;
      ++asked_;
      const auto answer = co_await ask(socket, buffer);
      if (!answer) {
        ++statistics_.broken;
        co_return;
      }
      note(due, *answer);
      if (answer->closes) co_return;
    }
  }

  Clock::time_point next_due() {
    const std::chrono::duration<double> offset(static_cast<double>(sent_++) / options_.rate);
    return begin_ + std::chrono::duration_cast<Clock::duration>(offset);
  }

  asio::awaitable<std::optional<Answer>> ask(asio::ip::tcp::socket& socket, std::string& buffer) {
    const std::string& request = requests_[random_() % requests_.size()];
    auto [write_error, written] = co_await asio::async_write(socket, asio::buffer(request), token);
    if (write_error) co_return std::nullopt;
    auto [head_error, head_size] =
        co_await asio::async_read_until(socket, asio::dynamic_buffer(buffer), "\r\n\r\n", token);
    if (head_error || head_size < 12) co_return std::nullopt;
    const std::string_view head = std::string_view(buffer).substr(0, head_size);
    Answer answer;
    std::from_chars(head.data() + 9, head.data() + 12, answer.status);
    answer.closes = head.find("\r\nConnection: close") != std::string_view::npos;
    answer.size = head_size + length_of(head);
    if (buffer.size() < answer.size) {
      auto [body_error, more] = co_await asio::async_read(socket, asio::dynamic_buffer(buffer),
                                                          asio::transfer_exactly(answer.size - buffer.size()), token);
      if (body_error) co_return std::nullopt;
    }
    buffer.erase(0, answer.size);
    co_return answer;
  }

  void note(Clock::time_point due, const Answer& answer) {
    if (due < counted_from_) return;
    if ((answer.status < 200 || answer.status >= 300) && answer.status != 304) {
      ++statistics_.refused;
      return;
    }
    statistics_.latencies.push_back(Clock::now() - due);
    statistics_.bytes += answer.size;
  }

  const Options& options_;
  asio::io_context context_{1};
  std::vector<std::string> requests_;
  std::mt19937_64 random_{42};
  Clock::time_point begin_, counted_from_, end_;
  std::uint64_t sent_ = 0;   // by the clock, with a rate
  std::uint64_t asked_ = 0;  // in all
  Statistics statistics_;
};

}  // namespace

Statistics run(const Options& options) {
  return Run(options).run();
}

}  // namespace load_generator
