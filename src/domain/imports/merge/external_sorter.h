#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <type_traits>
#include <vector>

#include "base/result.h"
#include "domain/imports/merge/scratch_file.h"

namespace imports {

/// Sorts any number of plain values in bounded memory: runs of `run_length` values are sorted in memory and, when there
/// is more than one, kept in unlinked temporary files and merged while reading. Fails with scratch_full.
template <class T, class Less>
class ExternalSorter {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  explicit ExternalSorter(std::size_t run_length) : run_length_(run_length) {}

  base::Result<> add(const T& value) {
    buffer_.push_back(value);
    if (buffer_.size() == run_length_) return spill();
    return {};
  }

  /// Ends adding; next() then gives the values in order.
  base::Result<> finish() {
    std::sort(buffer_.begin(), buffer_.end(), Less{});
    if (runs_.empty()) return {};
    if (!buffer_.empty()) RETURN_IF_FAILED(spill());
    buffer_ = {};
    const std::size_t share = std::max<std::size_t>(1, run_length_ / runs_.size());
    for (Run& run : runs_) {
      run.block.reserve(share);
      RETURN_IF_FAILED(run.refill(share));
    }
    return {};
  }

  /// The next value in order into `value`; false at the end.
  base::Result<bool> next(T& value) {
    if (runs_.empty()) {
      if (position_ == buffer_.size()) return false;
      value = buffer_[position_++];
      return true;
    }
    // Few runs (a run holds a million values), so a linear look at their heads is as good as a heap.
    Run* smallest = nullptr;
    for (Run& run : runs_) {
      if (!run.empty() && (smallest == nullptr || Less{}(run.head(), smallest->head()))) smallest = &run;
    }
    if (smallest == nullptr) return false;
    value = smallest->head();
    if (++smallest->position == smallest->block.size()) RETURN_IF_FAILED(smallest->refill(smallest->block.capacity()));
    return true;
  }

 private:
  struct Run {
    ScratchFile file;
    std::vector<T> block;
    std::size_t position = 0;

    bool empty() const { return position == block.size(); }
    const T& head() const { return block[position]; }
    base::Result<> refill(std::size_t count) {
      block.resize(count);
      position = 0;
      ASSIGN_OR_RETURN(const std::size_t got, file.read(block.data(), count * sizeof(T)));
      block.resize(got / sizeof(T));
      return {};
    }
  };

  base::Result<> spill() {
    std::sort(buffer_.begin(), buffer_.end(), Less{});
    ASSIGN_OR_RETURN(auto file, ScratchFile::create());
    RETURN_IF_FAILED(file.write(buffer_.data(), buffer_.size() * sizeof(T)));
    RETURN_IF_FAILED(file.rewind());
    runs_.push_back({std::move(file), {}, 0});
    buffer_.clear();
    return {};
  }

  std::size_t run_length_;
  std::size_t position_ = 0;
  std::vector<T> buffer_;
  std::vector<Run> runs_;
};

}  // namespace imports
