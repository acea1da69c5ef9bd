#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <optional>
#include <thread>

#include "platform/redis/connection.h"

namespace platform::redis {

struct RedisOptions {
  std::size_t connections = 50;
  std::chrono::milliseconds connect_timeout{500}, command_timeout{250};
  std::chrono::milliseconds pause{1'000};   ///< between two looks whether Redis is there, and between two tries
  std::string prefix = "suppliers-import";  ///< before every key and channel
  /// Called by a thread of its own each time Redis goes away (with the reason) or comes back (with nothing).
  std::function<void(const std::optional<base::Problem>& why)> on_change{};
};

struct RedisStatistics {
  bool is_available = false;
  std::uint64_t calls = 0;     ///< sent to Redis
  std::uint64_t failures = 0;  ///< of them, those without a good answer
  std::uint64_t spared = 0;    ///< not even sent, because Redis was known to be away
  std::uint64_t losses = 0;    ///< how often Redis went away
  std::size_t open = 0, in_use = 0;
};

/// A Redis server as several threads use it. It only makes things faster: when it is away or slow every call fails at
/// once but the few that notice it, while one thread looks for its return. Thread-safe.
class Redis {
 public:
  /// Looks for the server once before it returns, for no longer than one connection takes; finding none is no failure.
  explicit Redis(RedisAddress address, RedisOptions options = {});
  Redis(const Redis&) = delete;
  Redis& operator=(const Redis&) = delete;
  ~Redis();

  bool is_available() const { return is_available_; }
  /// Why it is away; nothing while it is there.
  std::optional<base::Problem> problem() const;
  RedisStatistics statistics() const;

  /// Sends one command. Fails with redis_unavailable, and with redis_refused when Redis says no.
  base::Result<Reply> call(Command command);
  base::Result<Reply> call(std::initializer_list<std::string_view> command) {
    return call(Command(command.begin(), command.size()));
  }
  /// Runs a Lua script: one round trip whatever it does.
  base::Result<Reply> run(std::string_view script, std::initializer_list<std::string_view> keys,
                          std::initializer_list<std::string_view> arguments);
  base::Result<Reply> run(std::string_view script, const std::vector<std::string>& keys,
                          const std::vector<std::string>& arguments);

  /// Our name of a key: the prefix and the parts, with colons.
  std::string key(std::initializer_list<std::string_view> parts) const;
  /// The same for a channel: these know no databases, so the database is in the name.
  std::string channel(std::string_view name) const;

  /// A connection of the caller's own, for what takes longer than a command; `interrupt` ends its waits.
  base::Result<std::unique_ptr<Connection>> connect(const Interrupt& interrupt) const;
  const RedisOptions& options() const { return options_; }
  std::string shown() const { return dialer_.address().shown(); }

 private:
  class Loan;

  base::Result<std::unique_ptr<Connection>> borrow();
  void give_back(std::unique_ptr<Connection> connection, std::uint64_t era);
  void lose(std::uint64_t era, const base::Problem& problem);
  void look(const Interrupt& ending);
  base::Result<> probe(std::unique_ptr<Connection>& connection, const Interrupt& ending) const;
  void note(const base::Result<>& outcome, std::uint64_t era);

  const Dialer dialer_;
  const RedisOptions options_;
  std::atomic<bool> is_available_ = false;
  std::atomic<std::uint64_t> calls_ = 0, failures_ = 0, spared_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::unique_ptr<Connection>> idle_;
  std::size_t open_ = 0;
  std::uint64_t era_ = 0;  // counts losses: what failed in an earlier one says nothing of today
  std::optional<base::Problem> problem_;
  bool was_looked_for_ = false;

  Interrupt ending_;
  std::thread looker_;
};

inline constexpr base::ProblemKind redis_refused{"redis.refused", "Redis refused a command", 503,
                                                 base::LogLevel::warning};

}  // namespace platform::redis
