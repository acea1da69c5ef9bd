#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "platform/cache/cache.h"

namespace platform::cache {

/// What was made from something that has changed.
struct Invalidation {
  enum class What : std::uint8_t { key, tag, space };
  What what = What::space;
  Space space = Space::catalog;
  std::string name{};  ///< the key or the tag; "" for a whole space
};

/// Values that several processes share, asked when this process has none. It is never needed: whatever fails in it
/// counts as a value that is not there. Thread-safe.
class SecondLevel {
 public:
  struct Found {
    Made made;
    std::chrono::milliseconds left;  ///< that the value has to live
  };
  struct Looked {
    std::optional<Found> found{};
    std::string ticket{};     ///< for put() and give_up(); "" when there is nothing to be put
    bool has_failed = false;  ///< it could not be asked
  };

  SecondLevel() = default;
  SecondLevel(const SecondLevel&) = delete;
  SecondLevel& operator=(const SecondLevel&) = delete;
  virtual ~SecondLevel() = default;

  /// While another process makes the value, waits for it a moment; after that the caller makes it all the same.
  virtual Looked look_up(Space space, std::string_view key, std::string_view version) = 0;
  /// Keeps what was made after look_up(), unless it was invalidated meanwhile. False when that failed.
  virtual bool put(Space space, std::string_view key, std::string_view version, const std::string& ticket,
                   const Made& made) = 0;
  /// What look_up() let the caller make was not made.
  virtual void give_up(Space space, std::string_view key, std::string_view version, const std::string& ticket) = 0;
  /// Drops it for all processes and tells the others. An invalidation that fails is made up for before anything is
  /// looked up again.
  virtual void invalidate(const Invalidation& invalidation) = 0;
};

}  // namespace platform::cache
