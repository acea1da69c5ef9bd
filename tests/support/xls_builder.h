#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace test {

/// Bytes put together in little-endian order.
class ByteWriter {
 public:
  ByteWriter& u8(unsigned value) { return number(value, 1); }
  ByteWriter& u16(unsigned value) { return number(value, 2); }
  ByteWriter& u32(std::uint64_t value) { return number(value, 4); }
  ByteWriter& f64(double value) { return number(std::bit_cast<std::uint64_t>(value), 8); }
  ByteWriter& text(std::string_view value) {
    bytes_ += value;
    return *this;
  }
  ByteWriter& zeros(std::size_t count) {
    bytes_.append(count, '\0');
    return *this;
  }
  const std::string& bytes() const { return bytes_; }

 private:
  ByteWriter& number(std::uint64_t value, int width) {
    for (int i = 0; i < width; ++i) bytes_ += static_cast<char>((value >> (8 * i)) & 0xFFU);
    return *this;
  }
  std::string bytes_;
};

/// A BIFF string as BIFF8 writes it: its length in `width` bytes, the flags, Latin-1 or UTF-16 characters.
inline std::string biff8_text(std::string_view latin1, int width = 2) {
  ByteWriter out;
  width == 1 ? out.u8(static_cast<unsigned>(latin1.size())) : out.u16(static_cast<unsigned>(latin1.size()));
  return out.u8(0).text(latin1).bytes();
}
inline std::string biff8_text(std::u16string_view wide) {
  ByteWriter out;
  out.u16(static_cast<unsigned>(wide.size())).u8(1);
  for (const char16_t unit : wide) out.u16(unit);
  return out.bytes();
}

/// One BIFF record.
inline std::string biff_record(unsigned type, std::string_view data = {}) {
  return ByteWriter().u16(type).u16(static_cast<unsigned>(data.size())).text(data).bytes();
}

/// Wraps a workbook stream into a compound file with sectors of 512 bytes: header, table of sectors, directory, stream.
inline std::string ole_file(std::string stream, std::string_view stream_name = "Workbook") {
  constexpr std::uint32_t end_of_chain = 0xFFFFFFFE, table_sector = 0xFFFFFFFD;
  constexpr std::size_t sector = 512, in_table = sector / 4;
  stream.resize(std::max<std::size_t>(stream.size(), 4096));  // smaller ones would belong into the mini stream
  const auto size = stream.size();
  stream.resize((size + sector - 1) / sector * sector);
  const auto sectors = stream.size() / sector;
  std::size_t tables = 1;
  while (tables * in_table < tables + 1 + sectors) ++tables;

  ByteWriter out;
  out.text({"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8}).zeros(16).u16(0x3E).u16(3).u16(0xFFFE).u16(9).u16(6).zeros(10);
  out.u32(tables).u32(tables).u32(0).u32(4096).u32(end_of_chain).u32(0).u32(end_of_chain).u32(0);
  for (std::size_t i = 0; i < 109; ++i) out.u32(i < tables ? i : 0xFFFFFFFF);
  for (std::size_t i = 0; i < tables * in_table; ++i) {
    const auto first_of_stream = tables + 1;
    if (i < tables) {
      out.u32(table_sector);
    } else if (i == tables || i + 1 == first_of_stream + sectors) {
      out.u32(end_of_chain);
    } else {
      out.u32(i < first_of_stream + sectors ? i + 1 : 0xFFFFFFFF);
    }
  }
  const auto entry = [&](std::string_view name, unsigned type, std::uint64_t child, std::uint64_t first,
                         std::uint64_t bytes) {
    for (const char c : name) out.u16(static_cast<unsigned char>(c));
    out.zeros(64 - 2 * name.size()).u16(static_cast<unsigned>(2 * name.size() + 2)).u8(type).u8(1);
    out.u32(0xFFFFFFFF).u32(0xFFFFFFFF).u32(child).zeros(36).u32(first).u32(bytes).u32(0);
  };
  entry("Root Entry", 5, 1, end_of_chain, 0);
  entry(stream_name, 2, 0xFFFFFFFF, tables + 1, size);
  return out.zeros(256).text(stream).bytes();
}

/// Builds minimal workbooks of one or more sheets, record by record.
class XlsBuilder {
 public:
  explicit XlsBuilder(unsigned version = 0x0600) : version_(version) {}

  /// A record of the workbook's front part (code page, formats, shared strings).
  XlsBuilder& global(unsigned type, std::string_view data) {
    globals_ += biff_record(type, data);
    return *this;
  }
  /// Begins a sheet; the records that follow are its own.
  XlsBuilder& sheet(std::string name, unsigned hidden = 0) {
    sheets_.push_back({std::move(name), hidden, {}});
    return *this;
  }
  XlsBuilder& record(unsigned type, std::string_view data) {
    sheets_.back().records += biff_record(type, data);
    return *this;
  }
  XlsBuilder& number(unsigned row, unsigned column, double value, unsigned style = 0) {
    return record(0x0203, ByteWriter().u16(row).u16(column).u16(style).f64(value).bytes());
  }
  XlsBuilder& rk(unsigned row, unsigned column, std::uint32_t rk_value) {
    return record(0x027E, ByteWriter().u16(row).u16(column).u16(0).u32(rk_value).bytes());
  }
  XlsBuilder& label(unsigned row, unsigned column, std::string_view latin1) {
    const auto text = version_ == 0x0600 ? biff8_text(latin1) : biff5_text(latin1);
    return record(0x0204, ByteWriter().u16(row).u16(column).u16(0).text(text).bytes());
  }
  XlsBuilder& shared(unsigned row, unsigned column, std::uint32_t index) {
    return record(0x00FD, ByteWriter().u16(row).u16(column).u16(0).u32(index).bytes());
  }
  /// A formula whose result is the eight bytes given.
  XlsBuilder& formula(unsigned row, unsigned column, std::string_view result) {
    return record(0x0006, ByteWriter().u16(row).u16(column).u16(0).text(result).zeros(8).bytes());
  }

  /// The workbook stream.
  std::string stream() const {
    const auto begin = [&](unsigned kind) {
      return biff_record(0x0809, ByteWriter().u16(version_).u16(kind).zeros(12).bytes());
    };
    std::string list;
    std::size_t offset = begin(5).size() + globals_.size() + biff_record(0x000A).size();
    for (const auto& sheet : sheets_) offset += bound_sheet(sheet, 0).size();
    for (const auto& sheet : sheets_) {
      list += bound_sheet(sheet, offset);
      offset += begin(0x10).size() + sheet.records.size() + biff_record(0x000A).size();
    }
    auto all = begin(5) + globals_ + list + biff_record(0x000A);
    for (const auto& sheet : sheets_) all += begin(0x10) + sheet.records + biff_record(0x000A);
    return all;
  }
  std::string file() const { return ole_file(stream(), version_ == 0x0600 ? "Workbook" : "Book"); }

 private:
  struct Sheet {
    std::string name;
    unsigned hidden;
    std::string records;
  };
  static std::string biff5_text(std::string_view bytes) {
    return ByteWriter().u16(static_cast<unsigned>(bytes.size())).text(bytes).bytes();
  }
  std::string bound_sheet(const Sheet& sheet, std::size_t offset) const {
    ByteWriter out;
    out.u32(offset).u8(sheet.hidden).u8(0);
    if (version_ == 0x0600) return biff_record(0x0085, out.text(biff8_text(sheet.name, 1)).bytes());
    return biff_record(0x0085, out.u8(static_cast<unsigned>(sheet.name.size())).text(sheet.name).bytes());
  }

  unsigned version_;
  std::string globals_;
  std::vector<Sheet> sheets_;
};

inline void write_file(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

}  // namespace test
