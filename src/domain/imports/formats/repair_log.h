#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>

namespace imports {

/// Where the decoder replaced bytes that do not fit the encoding, by offset in the decoded text. The decoder adds, the
/// reader of the text takes as its records pass.
class RepairLog {
 public:
  /// Notes `count` characters replaced on one line, the first of them at `offset`. Offsets must not go down.
  void add(std::uint64_t offset, std::size_t count) { entries_.push_back({offset, count}); }

  /// The number of characters replaced before `end` since the last call.
  std::size_t take_before(std::uint64_t end) {
    std::size_t count = 0;
    while (!entries_.empty() && entries_.front().offset < end) {
      count += entries_.front().count;
      entries_.pop_front();
    }
    return count;
  }

  bool empty() const { return entries_.empty(); }

 private:
  struct Entry {
    std::uint64_t offset;
    std::size_t count;
  };
  std::deque<Entry> entries_;
};

}  // namespace imports
