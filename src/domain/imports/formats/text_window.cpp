#include "domain/imports/formats/text_window.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace imports {
namespace {

constexpr std::size_t first_capacity = 256U * 1024U;  // fits the second-level cache

}  // namespace

TextWindow::TextWindow(std::unique_ptr<ByteSource> source, std::size_t padding, std::size_t most)
    : source_(std::move(source)), padding_(padding), most_(most), buffer_(std::min(first_capacity, most) + padding) {}

base::Result<> TextWindow::more() {
  std::memmove(buffer_.data(), buffer_.data() + cursor_, end_ - cursor_);
  offset_ += cursor_;
  end_ -= cursor_;
  cursor_ = 0;
  if (end_ > capacity() / 2) buffer_.resize(std::min(capacity() * 2, most_) + padding_);
  while (end_ < capacity() && !finished_) {
    ASSIGN_OR_RETURN(const std::size_t got, source_->read(std::span(buffer_).subspan(end_, capacity() - end_)));
    end_ += got;
    finished_ = got == 0;
  }
  return {};
}

}  // namespace imports
