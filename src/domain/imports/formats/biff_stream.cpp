#include "domain/imports/formats/biff_stream.h"

#include <algorithm>

#include "base/text.h"
#include "domain/imports/formats/ole_bytes.h"

namespace imports {
namespace {

constexpr std::size_t record_header_bytes = 4;
constexpr std::size_t buffer_bytes = std::size_t{128} << 10U;  // more than the largest record

bool is_high_surrogate(char32_t unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}
bool is_low_surrogate(char32_t unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

// Turns UTF-16 code units that come one by one into UTF-8.
class Utf16Writer {
 public:
  explicit Utf16Writer(std::string& out) : out_(out) {}
  ~Utf16Writer() { flush(); }
  Utf16Writer(const Utf16Writer&) = delete;
  Utf16Writer& operator=(const Utf16Writer&) = delete;

  void add(char32_t unit) {
    if (high_ != 0 && is_low_surrogate(unit)) {
      base::append_utf8(out_, 0x10000 + ((high_ - 0xD800) << 10U) + (unit - 0xDC00));
      high_ = 0;
      return;
    }
    flush();
    if (is_high_surrogate(unit)) {
      high_ = unit;
    } else if (unit < 0x80) {
      if (unit != 0) out_ += static_cast<char>(unit);
    } else {
      base::append_utf8(out_, unit);
    }
  }

 private:
  void flush() {
    if (high_ != 0) base::append_utf8(out_, high_);
    high_ = 0;
  }

  std::string& out_;
  char32_t high_ = 0;
};

}  // namespace

base::Result<std::span<const unsigned char>> BiffStream::bytes_at(std::uint64_t offset, std::size_t size) {
  const auto buffered = [&] {
    return offset >= buffer_at_ && offset - buffer_at_ <= buffer_.size() &&
           buffer_.size() - (offset - buffer_at_) >= size;
  };
  if (!buffered()) {
    buffer_.resize(buffer_bytes);
    buffer_at_ = offset;
    auto got = bytes_->read_at(offset, buffer_);
    if (!got) {
      buffer_.clear();
      return base::failure(std::move(got).error());
    }
    buffer_.resize(*got);
  }
  const auto begin = static_cast<std::size_t>(offset - buffer_at_);
  return std::span<const unsigned char>(buffer_).subspan(begin, std::min(size, buffer_.size() - begin));
}

base::Result<bool> BiffStream::next(BiffRecord& record) {
  if (position_ >= size()) return false;
  ASSIGN_OR_RETURN(const auto header, bytes_at(position_, record_header_bytes));
  if (header.size() < record_header_bytes) return false;
  record.type = u16_at(header, 0);
  record.offset = position_;
  const std::size_t length = u16_at(header, 2);
  ASSIGN_OR_RETURN(record.data, bytes_at(position_ + record_header_bytes, length));
  if (record.data.size() < length) {
    return base::failure(workbook_is_damaged("it ends in the middle of its contents", position_));
  }
  position_ += record_header_bytes + length;
  return true;
}

base::Result<std::optional<std::uint16_t>> BiffStream::peek() {
  if (position_ >= size()) return std::nullopt;
  ASSIGN_OR_RETURN(const auto header, bytes_at(position_, record_header_bytes));
  if (header.size() < record_header_bytes) return std::nullopt;
  return u16_at(header, 0);
}

base::Result<> BiffFields::go_on() {
  ASSIGN_OR_RETURN(const auto type, stream_.peek());
  if (type != biff::continuation) {
    return base::failure(workbook_is_damaged("a text in it is cut off", stream_.position()));
  }
  BiffRecord record;
  RETURN_IF_FAILED(stream_.next(record));
  data_ = record.data;
  return {};
}

base::Result<bool> BiffFields::at_end() {
  if (!data_.empty()) return false;
  ASSIGN_OR_RETURN(const auto type, stream_.peek());
  return type != biff::continuation;
}

base::Result<std::uint32_t> BiffFields::number(std::size_t width) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < width; ++i) {
    while (data_.empty()) RETURN_IF_FAILED(go_on());
    value |= std::uint32_t{data_[0]} << (8 * i);
    data_ = data_.subspan(1);
  }
  return value;
}

base::Result<> BiffFields::skip(std::uint64_t count) {
  while (count > data_.size()) {
    count -= data_.size();
    RETURN_IF_FAILED(go_on());
  }
  data_ = data_.subspan(static_cast<std::size_t>(count));
  return {};
}

base::Result<> BiffFields::bytes(std::string& out, std::size_t count) {
  while (count > 0) {
    while (data_.empty()) RETURN_IF_FAILED(go_on());
    const auto take = std::min(count, data_.size());
    for (const auto byte : data_.first(take)) out += static_cast<char>(byte);
    data_ = data_.subspan(take);
    count -= take;
  }
  return {};
}

base::Result<> BiffFields::characters(std::string& out, std::size_t count, bool wide) {
  Utf16Writer writer(out);
  while (count > 0) {
    while (data_.empty()) {
      RETURN_IF_FAILED(go_on());
      if (data_.empty()) continue;
      wide = (data_[0] & 1U) != 0;
      data_ = data_.subspan(1);
    }
    const std::size_t width = wide ? 2 : 1;
    if (data_.size() < width)
      return base::failure(workbook_is_damaged("a letter in it is cut in two", stream_.position()));
    const auto take = std::min(count, data_.size() / width);
    for (std::size_t i = 0; i < take; ++i) writer.add(wide ? char32_t{u16_at(data_, 2 * i)} : char32_t{data_[i]});
    data_ = data_.subspan(take * width);
    count -= take;
  }
  return {};
}

}  // namespace imports
