#include "platform/redis/shared_cache.h"

#include <array>

#include "base/text.h"
#include "base/uuid.h"
#include "platform/redis/shared_cache_scripts.h"

namespace platform::redis {
namespace {

using cache::Invalidation;
using cache::Space;
using std::chrono::milliseconds;

/// How long one process may keep the others from making a value, how long these wait, and how often they look.
constexpr milliseconds lock_time(5'000), longest_wait(1'000), look_again(20);

constexpr std::array<std::string_view, 3> whats{"key", "tag", "space"};

std::string fresh() {
  return base::Uuid::generate().to_string();
}

std::string milliseconds_of(Space space) {
  return std::to_string(milliseconds(cache::lifetime_of(space)).count());
}

std::string message_of(std::string_view from, const Invalidation& invalidation) {
  std::string message(from);
  message.append("\n").append(whats.at(static_cast<std::size_t>(invalidation.what)));
  return message.append("\n").append(to_string(invalidation.space)).append("\n").append(invalidation.name);
}

/// A line, taken off the text.
std::string_view line_of(std::string_view& text) {
  const auto end = text.find('\n');
  const auto line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

/// Of another process than `own`; nothing for what is not understood, as a later release may send it.
std::optional<Invalidation> read(std::string_view message, std::string_view own) {
  if (line_of(message) == own) return std::nullopt;
  const auto what = std::find(whats.begin(), whats.end(), line_of(message));
  const auto space = cache::parse_space(line_of(message));
  if (what == whats.end() || !space) return std::nullopt;
  return Invalidation{static_cast<Invalidation::What>(what - whats.begin()), *space, std::string(message)};
}

/// "token state": what put() needs of look_up().
struct Ticket {
  std::string token, state;

  static Ticket from(const std::string& text) {
    const auto blank = text.find(' ');
    return {text.substr(0, blank), blank == std::string::npos ? std::string{} : text.substr(blank + 1)};
  }
};

}  // namespace

SharedCache::SharedCache(Redis& redis) : redis_(redis), own_(fresh()), channel_(redis.channel("cache")) {}

std::string SharedCache::entry_key(Space space, std::string_view key) const {
  return redis_.key({"cache", to_string(space), "value", key});
}

std::string SharedCache::tag_key(Space space, std::string_view tag) const {
  return redis_.key({"cache", to_string(space), "tag", tag});
}

std::string SharedCache::space_key(Space space) const {
  return redis_.key({"cache", to_string(space)});
}

std::string SharedCache::lock_key(Space space, std::string_view key, std::string_view version) const {
  return redis_.key({"cache", to_string(space), "lock", version, key});
}

cache::SecondLevel::Looked SharedCache::look_up(Space space, std::string_view key, std::string_view version) {
  if (!redis_.is_available() || !make_up(space)) return {.has_failed = true};
  const std::string entry = entry_key(space, key), lock = lock_key(space, key, version), token = fresh();
  const std::size_t tag_start = tag_key(space, "").size();
  for (const auto until = Clock::now() + longest_wait;; std::this_thread::sleep_for(look_again)) {
    const auto reply = redis_.run(look_up_script, {entry, space_key(space), lock},
                                  {version, token, std::to_string(lock_time.count()), fresh()});
    if (!reply) return {.has_failed = true};
    if (reply->at(0).integer == 1) {
      Found found{{reply->at(1).text, {}}, milliseconds(reply->at(3).integer)};
      for (const Reply& tag : reply->at(2).items) {
        if (tag.text.size() >= tag_start) found.made.tags.push_back(tag.text.substr(tag_start));
      }
      return {.found = std::move(found)};
    }
    if (reply->at(0).integer == 0 || Clock::now() >= until) return {.ticket = token + " " + reply->at(1).text};
  }
}

bool SharedCache::put(Space space, std::string_view key, std::string_view version, const std::string& ticket,
                      const cache::Made& made) {
  if (made.value.size() > longest_value) {
    give_up(space, key, version, ticket);
    return true;
  }
  const Ticket known = Ticket::from(ticket);
  std::vector<std::string> keys{entry_key(space, key), space_key(space), lock_key(space, key, version)};
  for (const std::string& tag : made.tags) keys.push_back(tag_key(space, tag));
  return redis_
      .run(put_script, keys, {known.state, known.token, std::string(version), made.value, milliseconds_of(space)})
      .has_value();
}

void SharedCache::give_up(Space space, std::string_view key, std::string_view version, const std::string& ticket) {
  // A lock that stays ends by itself.
  static_cast<void>(redis_.run(unlock_script, {lock_key(space, key, version)}, {Ticket::from(ticket).token}));
}

bool SharedCache::send(const Invalidation& invalidation) {
  const Space space = invalidation.space;
  const std::string key = invalidation.what == Invalidation::What::tag ? tag_key(space, invalidation.name)
                                                                       : entry_key(space, invalidation.name);
  return redis_
      .run(invalidate_script, {space_key(space), key},
           {whats.at(static_cast<std::size_t>(invalidation.what)), fresh(), milliseconds_of(space), channel_,
            message_of(own_, invalidation)})
      .has_value();
}

void SharedCache::invalidate(const Invalidation& invalidation) {
  if (!send(invalidation)) missed_.at(static_cast<std::size_t>(invalidation.space)) = true;
}

bool SharedCache::make_up(Space space) {
  std::atomic<bool>& missed = missed_.at(static_cast<std::size_t>(space));
  if (!missed) return true;
  missed = false;  // before it is sent: one that is missed meanwhile must not be forgotten
  if (send({Invalidation::What::space, space, {}})) return true;
  missed = true;
  return false;
}

bool SharedCache::make_up() {
  bool is_done = true;
  for (const Space space : cache::all_spaces) is_done = make_up(space) && is_done;
  return is_done;
}

CacheInvalidations::CacheInvalidations(const Redis& redis, SharedCache& shared, cache::Cache& cache)
    : subscriber_(redis, shared.channel_,
                  {.on_message =
                       [&shared, &cache](std::string_view message) {
                         if (const auto invalidation = read(message, shared.own_)) cache.forget(*invalidation);
                       },
                   .on_connected =
                       [&shared, &cache] {
                         shared.make_up();
                         // What was invalidated while nobody listened is not known.
                         for (const Space space : cache::all_spaces) {
                           cache.forget({Invalidation::What::space, space, {}});
                         }
                       }}) {}

}  // namespace platform::redis
