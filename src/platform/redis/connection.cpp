#include "platform/redis/connection.h"

#include <hiredis/hiredis.h>
#include <hiredis/read.h>

#include <new>

namespace platform::redis {
namespace {

/// Nothing we ask for is nearly as long: a server that says more is not to be believed.
constexpr std::size_t longest_reply = 64U << 20U;

Reply reply_of(const redisReply& from) {
  Reply reply;
  switch (from.type) {
    case REDIS_REPLY_INTEGER:
      reply.type = Reply::Type::integer;
      reply.integer = from.integer;
      break;
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
      reply.type = Reply::Type::text;
      reply.text.assign(from.str, from.len);
      break;
    case REDIS_REPLY_ERROR:
      reply.type = Reply::Type::error;
      reply.text.assign(from.str, from.len);
      break;
    case REDIS_REPLY_ARRAY:
      reply.type = Reply::Type::list;
      reply.items.reserve(from.elements);
      for (std::size_t i = 0; i < from.elements; ++i) reply.items.push_back(reply_of(*from.element[i]));
      break;
    default:
      break;
  }
  return reply;
}

std::string written(Command command) {
  std::string text = "*" + std::to_string(command.size()) + "\r\n";
  for (const std::string_view word : command) {
    text.append("$").append(std::to_string(word.size())).append("\r\n").append(word).append("\r\n");
  }
  return text;
}

}  // namespace

const Reply& Reply::at(std::size_t index) const {
  static const Reply nothing;
  return index < items.size() ? items[index] : nothing;
}

void Connection::Free::operator()(redisReader* reader) const {
  redisReaderFree(reader);
}

Connection::Connection(std::unique_ptr<Wire> wire) : wire_(std::move(wire)), reader_(redisReaderCreate()) {
  if (!reader_) throw std::bad_alloc();
}

Connection::~Connection() = default;

base::Result<> Connection::accepted(std::initializer_list<std::string_view> command,
                                    std::chrono::milliseconds longest) {
  ASSIGN_OR_RETURN(const Reply reply, call(command, longest));
  if (reply.type != Reply::Type::error) return {};
  return unavailable("Redis refused " + std::string(*command.begin()) + ": " + reply.text + ".");
}

base::Result<> Connection::begin(const RedisAddress& address, std::chrono::milliseconds longest) {
  if (!address.user.empty()) {
    RETURN_IF_FAILED(accepted({"AUTH", address.user, address.password}, longest));
  } else if (!address.password.empty()) {
    RETURN_IF_FAILED(accepted({"AUTH", address.password}, longest));
  }
  if (address.database == 0) return {};
  return accepted({"SELECT", std::to_string(address.database)}, longest);
}

base::Result<> Connection::send(Command command, std::chrono::milliseconds longest) {
  return wire_->send(written(command), Clock::now() + longest);
}

base::Result<Reply> Connection::call(Command command, std::chrono::milliseconds longest) {
  const auto deadline = Clock::now() + longest;
  RETURN_IF_FAILED(wire_->send(written(command), deadline));
  ASSIGN_OR_RETURN(auto reply, next(deadline));
  if (!reply) return unavailable("Redis did not answer within " + std::to_string(longest.count()) + " ms.");
  return *std::move(reply);
}

base::Result<std::optional<Reply>> Connection::next(Clock::time_point deadline) {
  for (;;) {
    ASSIGN_OR_RETURN(auto reply, read());
    if (reply) return reply;
    ASSIGN_OR_RETURN(const auto came, wire_->receive(deadline));
    if (!came) return std::optional<Reply>{};
    unread_ += came->size();
    if (unread_ > longest_reply) return unavailable("Redis sent an answer without end.");
    if (redisReaderFeed(reader_.get(), came->data(), came->size()) != REDIS_OK)
      return unavailable("Redis sent what is no answer.");
  }
}

base::Result<std::optional<Reply>> Connection::read() {
  void* taken = nullptr;
  if (redisReaderGetReply(reader_.get(), &taken) != REDIS_OK) return unavailable("Redis sent what is no answer.");
  const std::unique_ptr<void, decltype(&freeReplyObject)> owned(taken, &freeReplyObject);
  if (!owned) return std::optional<Reply>{};
  unread_ = 0;
  return std::optional(reply_of(*static_cast<const redisReply*>(owned.get())));
}

}  // namespace platform::redis
