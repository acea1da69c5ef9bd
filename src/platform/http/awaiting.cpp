#include "platform/http/awaiting.h"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <memory>
#include <utility>

namespace platform::http {

boost::asio::awaitable<bool> run_on(HandlerPool& pool, const std::function<void()>& work, Admission admission) {
  namespace asio = boost::asio;
  auto initiate = [&pool, &work, admission](auto handler) {
    auto executor = asio::get_associated_executor(handler);
    auto held = std::make_shared<decltype(handler)>(std::move(handler));
    const auto resume = [held, executor](bool ran) {
      asio::post(executor, [handler = std::move(*held), ran]() mutable { std::move(handler)(ran); });
    };
    std::unique_ptr<HandlerPool::Task> task = make_task([&work, resume] {
      work();
      resume(true);
    });
    if (admission == Admission::always) {
      pool.push(std::move(task));
    } else if (!pool.try_push(task)) {
      resume(false);
    }
  };
  const bool ran =
      co_await asio::async_initiate<const asio::use_awaitable_t<>, void(bool)>(initiate, asio::use_awaitable);
  co_return ran;
}

}  // namespace platform::http
