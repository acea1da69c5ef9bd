#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/imports/formats/byte_source.h"

namespace imports {

/// A view of a stream that slides forward: what was read and not yet left behind. It grows as far as one record needs.
class TextWindow {
 public:
  /// `padding` bytes beyond the text stay readable. `most` bounds the growth.
  TextWindow(std::unique_ptr<ByteSource> source, std::size_t padding, std::size_t most);

  /// The text from the cursor on. Valid until more().
  std::string_view text() const { return {buffer_.data() + cursor_, end_ - cursor_}; }
  /// Where text() begins in the whole stream.
  std::uint64_t offset() const { return offset_ + cursor_; }
  /// True when nothing follows text().
  bool at_end() const { return finished_; }
  /// True when text() has reached `most`: more() cannot lengthen it.
  bool full() const { return end_ - cursor_ >= most_; }

  /// Leaves `count` bytes behind.
  void advance(std::size_t count) { cursor_ += count; }
  /// Reads on, as much as fits.
  base::Result<> more();

 private:
  std::size_t capacity() const { return buffer_.size() - padding_; }

  std::unique_ptr<ByteSource> source_;
  std::size_t padding_;
  std::size_t most_;
  std::vector<char> buffer_;
  std::size_t cursor_ = 0;
  std::size_t end_ = 0;
  std::uint64_t offset_ = 0;  // of buffer_ in the whole stream
  bool finished_ = false;
};

}  // namespace imports
