#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>

#include "platform/http/handler_pool.h"

namespace platform::http {

/// What asynchronous operations are called with here: co_await gives their error as a value.
inline constexpr auto token = boost::asio::as_tuple(boost::asio::use_awaitable);

enum class Admission { if_room, always };

/// Runs `work` on a thread of the pool and comes back to the connection's own; false when the pool is full. `work` must
/// not throw and outlives the wait.
boost::asio::awaitable<bool> run_on(HandlerPool& pool, const std::function<void()>& work, Admission admission);

}  // namespace platform::http
