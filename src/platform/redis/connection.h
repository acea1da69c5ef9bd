#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/redis/wire.h"

struct redisReader;

namespace platform::redis {

/// What Redis answered.
struct Reply {
  enum class Type : std::uint8_t { nothing, integer, text, error, list };

  Type type = Type::nothing;
  std::int64_t integer = 0;
  std::string text{};  ///< of a text or an error
  std::vector<Reply> items{};

  bool is_nothing() const { return type == Type::nothing; }
  /// The item, or one that is nothing when there are not so many.
  const Reply& at(std::size_t index) const;
};

using Command = std::span<const std::string_view>;

/// One conversation with Redis. Not shared by threads; once something failed it is not to be used any more.
class Connection {
 public:
  explicit Connection(std::unique_ptr<Wire> wire);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// Logs in and chooses the database.
  base::Result<> begin(const RedisAddress& address, std::chrono::milliseconds longest);
  /// False when it has ended while nobody used it.
  bool is_usable() const { return wire_->is_quiet(); }
  /// Fails with redis_unavailable. A refusal of the command is a Reply of type error.
  base::Result<Reply> call(Command command, std::chrono::milliseconds longest);
  base::Result<> send(Command command, std::chrono::milliseconds longest);
  /// The next thing Redis says; nothing when it said nothing in time.
  base::Result<std::optional<Reply>> next(Clock::time_point deadline);

 private:
  base::Result<> accepted(std::initializer_list<std::string_view> command, std::chrono::milliseconds longest);
  base::Result<std::optional<Reply>> read();

  struct Free {
    void operator()(redisReader* reader) const;
  };
  std::unique_ptr<Wire> wire_;
  std::unique_ptr<redisReader, Free> reader_;
  std::size_t unread_ = 0;  // bytes of the reply that is coming
};

}  // namespace platform::redis
