#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/imports/formats/ole_file.h"

namespace imports {

/// The record types of a BIFF stream this reader knows ([MS-XLS] 2.3).
namespace biff {
inline constexpr std::uint16_t formula = 0x0006, end_of_substream = 0x000A, date_mode = 0x0022, file_pass = 0x002F,
                               continuation = 0x003C, code_page = 0x0042, bound_sheet = 0x0085, mul_rk = 0x00BD,
                               rich_label = 0x00D6, extended_format = 0x00E0, shared_strings = 0x00FC,
                               label_shared = 0x00FD, number = 0x0203, label = 0x0204, bool_or_error = 0x0205,
                               string = 0x0207, array = 0x0221, table = 0x0236, rk = 0x027E, format = 0x041E,
                               shared_formula = 0x04BC, begin_of_substream = 0x0809;
}  // namespace biff

/// One record; its bytes stay valid until the next call on the stream.
struct BiffRecord {
  std::uint16_t type = 0;
  std::uint64_t offset = 0;
  std::span<const unsigned char> data;
};

/// The records of a workbook stream, read through a bounded buffer.
class BiffStream {
 public:
  explicit BiffStream(std::shared_ptr<const StoredBytes> bytes) : bytes_(std::move(bytes)) {}

  /// The next record; false at the stream's end. Fails with workbook_damaged when a record is cut off.
  base::Result<bool> next(BiffRecord& record);
  /// The type of the next record, which stays the next one; nothing at the end.
  base::Result<std::optional<std::uint16_t>> peek();
  void seek(std::uint64_t offset) { position_ = offset; }
  std::uint64_t position() const { return position_; }
  std::uint64_t size() const { return bytes_->size(); }

 private:
  base::Result<std::span<const unsigned char>> bytes_at(std::uint64_t offset, std::size_t size);

  std::shared_ptr<const StoredBytes> bytes_;
  std::uint64_t position_ = 0;
  std::vector<unsigned char> buffer_;
  std::uint64_t buffer_at_ = 0;
};

/// The values of a record that goes on in CONTINUE records, read from front to back.
class BiffFields {
 public:
  BiffFields(BiffStream& stream, std::span<const unsigned char> data) : stream_(stream), data_(data) {}

  /// `width` bytes as a little-endian number. All functions fail with workbook_damaged where the record ends too soon.
  base::Result<std::uint32_t> number(std::size_t width);
  base::Result<> skip(std::uint64_t count);
  /// Appends `count` 8-bit characters as they are (BIFF5).
  base::Result<> bytes(std::string& out, std::size_t count);
  /// Appends `count` BIFF8 characters as UTF-8; `wide` says how they begin, each CONTINUE says anew.
  base::Result<> characters(std::string& out, std::size_t count, bool wide);
  /// True when the record and its continuations hold nothing more.
  base::Result<bool> at_end();

 private:
  base::Result<> go_on();

  BiffStream& stream_;
  std::span<const unsigned char> data_;
};

}  // namespace imports
