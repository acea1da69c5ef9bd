#include "platform/redis/redis.h"

#include <array>

namespace platform::redis {
namespace {

/// Refusals of a single command; any other says that the server as a whole is of no use for now: it loads its data, is
/// out of memory, may not be written to, does not know us.
bool is_of_command_only(std::string_view error) {
  constexpr std::array<std::string_view, 3> codes{"ERR ", "WRONGTYPE ", "NOSCRIPT "};
  for (const std::string_view code : codes) {
    if (error.starts_with(code)) return true;
  }
  return false;
}

std::vector<std::string_view> eval(std::string_view script, std::string_view count) {
  return {"EVAL", script, count};
}

}  // namespace

/// A place in the pool: given back when this ends, with its connection if that is still good.
class Redis::Loan {
 public:
  Loan(Redis& owner, std::unique_ptr<Connection> connection, std::uint64_t era)
      : owner_(owner), connection_(std::move(connection)), era_(era) {}
  Loan(const Loan&) = delete;
  Loan& operator=(const Loan&) = delete;
  ~Loan() { owner_.give_back(std::move(connection_), era_); }

  Connection& connection() { return *connection_; }
  void discard() { connection_.reset(); }

 private:
  Redis& owner_;
  std::unique_ptr<Connection> connection_;
  const std::uint64_t era_;
};

Redis::Redis(RedisAddress address, RedisOptions options)
    : dialer_(std::move(address)),
      options_(std::move(options)),
      problem_(unavailable("Redis is being looked for.").value()) {
  looker_ = std::thread([this] { look(ending_); });
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, options_.connect_timeout + options_.command_timeout, [this] { return was_looked_for_; });
}

Redis::~Redis() {
  ending_.raise();
  looker_.join();
}

std::optional<base::Problem> Redis::problem() const {
  const std::lock_guard lock(mutex_);
  return problem_;
}

RedisStatistics Redis::statistics() const {
  const std::lock_guard lock(mutex_);
  return {is_available_, calls_, failures_, spared_, era_, open_, open_ - idle_.size()};
}

std::string Redis::key(std::initializer_list<std::string_view> parts) const {
  std::string name = options_.prefix;
  for (const std::string_view part : parts) name.append(":").append(part);
  return name;
}

std::string Redis::channel(std::string_view name) const {
  return key({std::to_string(dialer_.address().database), name});
}

base::Result<std::unique_ptr<Connection>> Redis::connect(const Interrupt& interrupt) const {
  ASSIGN_OR_RETURN(auto wire, dialer_.dial(options_.connect_timeout, &interrupt));
  auto connection = std::make_unique<Connection>(std::move(wire));
  RETURN_IF_FAILED(connection->begin(dialer_.address(), options_.command_timeout));
  return connection;
}

base::Result<std::unique_ptr<Connection>> Redis::borrow() {
  {
    std::unique_lock lock(mutex_);
    const auto has_room = [this] { return !idle_.empty() || open_ < options_.connections || problem_; };
    if (!changed_.wait_for(lock, options_.command_timeout, has_room)) {
      return base::failure(redis_refused, "All connections to Redis are in use.", "Raise REDIS_MAX_CONNECTIONS.");
    }
    if (problem_) return base::failure(*problem_);
    while (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      if (connection->is_usable()) return connection;
      --open_;
    }
    ++open_;
  }
  const auto opened = [this]() -> base::Result<std::unique_ptr<Connection>> {
    ASSIGN_OR_RETURN(auto wire, dialer_.dial_again(options_.connect_timeout));
    auto connection = std::make_unique<Connection>(std::move(wire));
    RETURN_IF_FAILED(connection->begin(dialer_.address(), options_.command_timeout));
    return connection;
  };
  auto connection = opened();
  if (!connection) give_back(nullptr, 0);
  return connection;
}

void Redis::give_back(std::unique_ptr<Connection> connection, std::uint64_t era) {
  const std::lock_guard lock(mutex_);
  if (connection && era == era_) {
    idle_.push_back(std::move(connection));
  } else {
    --open_;
  }
  changed_.notify_one();
}

void Redis::lose(std::uint64_t era, const base::Problem& problem) {
  std::vector<std::unique_ptr<Connection>> closed;  // outside the lock
  const std::lock_guard lock(mutex_);
  if (era != era_ || problem_) return;
  ++era_;
  is_available_ = false;
  problem_ = problem;
  open_ -= idle_.size();
  closed.swap(idle_);
  changed_.notify_all();
}

base::Result<Reply> Redis::call(Command command) {
  std::uint64_t era = 0;
  if (is_available_) {
    const std::lock_guard lock(mutex_);
    era = era_;
  } else {
    ++spared_;
    return base::failure(problem().value_or(base::Problem(&redis_unavailable, "Redis is away.", "Try again.")));
  }
  ++calls_;
  auto borrowed = borrow();
  if (!borrowed) {
    ++failures_;
    if (borrowed.error().kind == &redis_unavailable) lose(era, borrowed.error());
    return base::failure(std::move(borrowed).error());
  }
  Loan loan(*this, *std::move(borrowed), era);
  auto reply = loan.connection().call(command, options_.command_timeout);
  if (reply && reply->type != Reply::Type::error) return reply;
  ++failures_;
  if (!reply) {
    loan.discard();
    lose(era, reply.error());
    return reply;
  }
  const auto refused =
      base::Problem(&redis_refused, "Redis refused " + std::string(command.front()) + ": " + reply->text,
                    "Look into the log of Redis.");
  if (!is_of_command_only(reply->text)) lose(era, refused);
  return base::failure(refused);
}

base::Result<Reply> Redis::run(std::string_view script, std::initializer_list<std::string_view> keys,
                               std::initializer_list<std::string_view> arguments) {
  const std::string count = std::to_string(keys.size());
  auto words = eval(script, count);
  words.insert(words.end(), keys);
  words.insert(words.end(), arguments);
  return call(words);
}

base::Result<Reply> Redis::run(std::string_view script, const std::vector<std::string>& keys,
                               const std::vector<std::string>& arguments) {
  const std::string count = std::to_string(keys.size());
  auto words = eval(script, count);
  words.insert(words.end(), keys.begin(), keys.end());
  words.insert(words.end(), arguments.begin(), arguments.end());
  return call(words);
}

// Writes, since a server that can only be read is of no use.
base::Result<> Redis::probe(std::unique_ptr<Connection>& connection, const Interrupt& ending) const {
  if (!connection || !connection->is_usable()) {
    ASSIGN_OR_RETURN(connection, connect(ending));
  }
  const std::string name = key({"probe"});
  const std::array<std::string_view, 5> command{"SET", name, "1", "EX", "60"};
  auto reply = connection->call(command, options_.command_timeout);
  if (reply && reply->type == Reply::Type::error) reply = unavailable("Redis takes no writes: " + reply->text + ".");
  if (reply) return {};
  connection.reset();
  return base::failure(std::move(reply).error());
}

void Redis::note(const base::Result<>& outcome, std::uint64_t era) {
  if (!outcome) lose(era, outcome.error());
  const std::lock_guard lock(mutex_);
  was_looked_for_ = true;
  if (outcome && era == era_) {
    problem_.reset();
    is_available_ = true;
  } else if (!outcome) {
    problem_ = outcome.error();
  }
  changed_.notify_all();
}

void Redis::look(const Interrupt& ending) {
  std::unique_ptr<Connection> connection;
  bool was_available = true;
  do {
    std::uint64_t era = 0;
    {
      const std::lock_guard lock(mutex_);
      era = era_;
    }
    note(probe(connection, ending), era);
    const auto why = problem();
    if (was_available == !why.has_value() || ending.wait(std::chrono::milliseconds(0))) continue;
    was_available = !was_available;
    if (options_.on_change) options_.on_change(why);
  } while (!ending.wait(options_.pause));
}

}  // namespace platform::redis
