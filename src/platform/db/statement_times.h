#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace platform::db {

/// How long one statement took, over all its runs. Percentiles are known to about a quarter of their value.
struct StatementFigures {
  std::string name;
  std::uint64_t calls = 0;
  std::uint64_t slow = 0;  ///< of these, the ones on_slow() was told of
  std::chrono::microseconds total{0}, highest{0}, p50{0}, p95{0};
};

/// How long the statements of one database take, by name; never with what they were given. Thread-safe, and threads
/// that note times do not wait for each other.
class StatementTimes {
 public:
  /// The times of one statement.
  class Entry {
   public:
    void note(std::chrono::microseconds time);
    void note_slow() { slow_.fetch_add(1, std::memory_order_relaxed); }
    StatementFigures figures(std::string name) const;

   private:
    static constexpr std::size_t bucket_count = 64;
    std::array<std::atomic<std::uint32_t>, bucket_count> buckets_{};
    std::atomic<std::int64_t> total_{0}, highest_{0};
    std::atomic<std::uint64_t> slow_{0};
  };

  /// A connection's own way to the entries, which spares it the lock. Not shared by threads.
  class Meter {
   public:
    explicit Meter(std::shared_ptr<StatementTimes> times) : times_(std::move(times)) {}
    void note(std::string_view name, std::chrono::microseconds time);

   private:
    struct TextHash : std::hash<std::string_view> {
      using is_transparent = void;
    };
    std::shared_ptr<StatementTimes> times_;
    std::unordered_map<std::string, Entry*, TextHash, std::equal_to<>> known_;
  };

  using SlowStatement = std::function<void(std::string_view name, std::chrono::microseconds time)>;
  /// Tells of each statement that takes this long or longer, on the thread that ran it.
  void on_slow(std::chrono::microseconds at_least, SlowStatement told);

  /// Those that were run, the one that took most time in all first.
  std::vector<StatementFigures> figures() const;

 private:
  Entry& entry(std::string_view name);
  bool is_slow(std::chrono::microseconds time) const {
    return time.count() >= slow_from_.load(std::memory_order_relaxed);
  }
  void tell_of_slow(std::string_view name, std::chrono::microseconds time) const;

  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::unique_ptr<Entry>> entries_;
  std::atomic<std::int64_t> slow_from_{INT64_MAX};
  SlowStatement slow_;
};

}  // namespace platform::db
