#include "domain/imports/formats/ole_file.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "domain/imports/formats/ole_bytes.h"
#include "domain/imports/formats/ole_stream.h"
#include "domain/imports/formats/spreadsheet.h"
#include "domain/imports/formats/zip_archive.h"

namespace imports {
namespace {

constexpr std::size_t header_bytes = 512;
constexpr std::size_t header_fat_entries = 109;
constexpr std::size_t entry_bytes = 128;
constexpr std::size_t max_directory_sectors = 16'384;
constexpr std::uint32_t last_regular_sector = 0xFFFFFFFA;
constexpr unsigned char stream_type = 2;
constexpr unsigned char root_type = 5;
// Excel could not write more; it also bounds the memory the tables take.
constexpr std::uint64_t max_file_bytes = std::uint64_t{2} << 30U;

}  // namespace

base::Problem workbook_encrypted() {
  return {&file_encrypted,
          "The workbook is protected by a password, so its cells cannot be read.",
          "Open it in a spreadsheet program, save it without a password, and import the file again.",
          {}};
}

base::Problem workbook_is_damaged(const std::string& what, std::optional<std::uint64_t> byte) {
  base::Place place;
  place.byte = byte;
  const auto where = byte ? " (byte " + std::to_string(*byte) + ")" : std::string();
  return {&workbook_damaged, "The workbook is damaged: " + what + where + ".",
          "Open the file in a spreadsheet program and save it again, or ask the supplier for a new copy.",
          std::move(place)};
}

base::Result<OleFile> OleFile::open(std::shared_ptr<const StoredBytes> bytes) {
  OleFile file;
  file.bytes_ = std::move(bytes);
  RETURN_IF_FAILED(file.read_header());
  return file;
}

base::Result<> OleFile::read_header() {
  std::array<unsigned char, header_bytes> header{};
  ASSIGN_OR_RETURN(const auto size, bytes_->read_at(0, header));
  const auto is_magic = std::equal(ole_magic.begin(), ole_magic.end(), header.begin(),
                                   [](char a, unsigned char b) { return static_cast<unsigned char>(a) == b; });
  if (!is_magic) {
    return base::failure(not_a_workbook, "The file is not an Excel workbook (.xls): it does not begin like one.",
                         "Check that it is the file you meant, or save it again as .xlsx or CSV.");
  }
  if (size < header_bytes) return base::failure(workbook_is_damaged("it ends inside its first 512 bytes", size));
  if (bytes_->size() > max_file_bytes) {
    return base::failure(sheet_too_large, "The workbook is larger than 2 GB, more than Excel writes.",
                         "Export the list as CSV and import that.");
  }
  sector_shift_ = u16_at(header, 0x1E);
  mini_shift_ = u16_at(header, 0x20);
  mini_cutoff_ = u32_at(header, 0x38);
  if (sector_shift_ < 7 || sector_shift_ > 16 || mini_shift_ < 4 || mini_shift_ > sector_shift_) {
    return base::failure(workbook_is_damaged("its block size makes no sense", 0x1E));
  }
  RETURN_IF_FAILED(read_fat(header));
  RETURN_IF_FAILED(read_directory(u32_at(header, 0x30)));
  return read_mini_fat(u32_at(header, 0x3C));
}

base::Result<> OleFile::append_table(std::uint32_t sector, Sectors& table) const {
  std::vector<unsigned char> block(std::size_t{1} << sector_shift_);
  ASSIGN_OR_RETURN(const auto size, bytes_->read_at(offset_of(sector), block));
  for (std::size_t at = 0; at + 4 <= size; at += 4) table.push_back(u32_at(block, at));
  return {};
}

// The sectors of the table of sectors are listed in the header and, for large files, in a chain of sectors of their
// own.
base::Result<> OleFile::read_fat(std::span<const unsigned char> header) {
  const auto enough = sector_count() + 1;
  Sectors listed;
  for (std::size_t i = 0; i < header_fat_entries; ++i) listed.push_back(u32_at(header, 0x4C + 4 * i));
  auto next = u32_at(header, 0x44);
  for (std::uint64_t seen = 0; next <= last_regular_sector && next < sector_count(); ++seen) {
    if (seen > sector_count()) return base::failure(workbook_is_damaged("its list of blocks goes in circles"));
    RETURN_IF_FAILED(append_table(next, listed));
    if (listed.empty()) break;
    next = listed.back();
    listed.pop_back();
    if ((listed.size() << (sector_shift_ - 2)) > 2 * enough + (header_fat_entries << sector_shift_)) break;
  }
  for (const auto sector : listed) {
    if (sector > last_regular_sector || sector >= sector_count() || fat_.size() >= enough) continue;
    RETURN_IF_FAILED(append_table(sector, fat_));
  }
  if (fat_.empty()) return base::failure(workbook_is_damaged("its table of blocks is missing", 0x4C));
  return {};
}

base::Result<OleFile::Sectors> OleFile::chain(std::uint32_t first, std::span<const std::uint32_t> table) const {
  Sectors sectors;
  for (auto sector = first; sector < table.size(); sector = table[sector]) {
    if (sectors.size() >= table.size()) return base::failure(workbook_is_damaged("its blocks go in circles"));
    sectors.push_back(sector);
  }
  return sectors;
}

base::Result<std::vector<unsigned char>> OleFile::read_sectors(std::span<const std::uint32_t> sectors) const {
  const auto sector_bytes = std::size_t{1} << sector_shift_;
  std::vector<unsigned char> all(sectors.size() * sector_bytes);
  for (std::size_t i = 0; i < sectors.size(); ++i) {
    RETURN_IF_FAILED(bytes_->read_at(offset_of(sectors[i]), std::span(all).subspan(i * sector_bytes, sector_bytes)));
  }
  return all;
}

base::Result<> OleFile::read_directory(std::uint32_t first_sector) {
  ASSIGN_OR_RETURN(auto sectors, chain(first_sector, fat_));
  sectors.resize(std::min(sectors.size(), max_directory_sectors));
  ASSIGN_OR_RETURN(const auto all, read_sectors(sectors));
  for (std::size_t at = 0; at + entry_bytes <= all.size(); at += entry_bytes) {
    const auto raw = std::span(all).subspan(at, entry_bytes);
    Entry entry;
    const auto name_bytes = std::min<std::size_t>(u16_at(raw, 64), 64);
    for (std::size_t i = 0; i + 2 < name_bytes; i += 2) {
      const auto unit = u16_at(raw, i);
      entry.name += unit < 0x80 ? static_cast<char>(unit) : '?';
    }
    entry.type = raw[66];
    entry.left = u32_at(raw, 68);
    entry.right = u32_at(raw, 72);
    entry.child = u32_at(raw, 76);
    entry.first_sector = u32_at(raw, 116);
    // Files with sectors of 512 bytes may leave rubbish in the upper half of the size.
    entry.size = sector_shift_ == 9 ? u32_at(raw, 120) : little_endian(raw, 120, 8);
    entries_.push_back(std::move(entry));
  }
  if (entries_.empty() || entries_[0].type != root_type) {
    return base::failure(workbook_is_damaged("its table of contents is missing"));
  }
  return {};
}

base::Result<> OleFile::read_mini_fat(std::uint32_t first_sector) {
  ASSIGN_OR_RETURN(const auto sectors, chain(first_sector, fat_));
  for (const auto sector : sectors) RETURN_IF_FAILED(append_table(sector, mini_fat_));
  return {};
}

// Walks the tree below the root. Streams deeper down belong to embedded objects, which may be workbooks themselves.
const OleFile::Entry* OleFile::find(std::string_view name) const {
  const auto wanted = base::to_lower_ascii(name);
  std::vector<bool> seen(entries_.size());
  Sectors open{entries_[0].child};
  while (!open.empty()) {
    const auto index = open.back();
    open.pop_back();
    if (index >= entries_.size() || seen[index]) continue;
    seen[index] = true;
    const auto& entry = entries_[index];
    if (entry.type == stream_type && base::to_lower_ascii(entry.name) == wanted) return &entry;
    open.push_back(entry.left);
    open.push_back(entry.right);
  }
  return nullptr;
}

base::Result<std::shared_ptr<const StoredBytes>> OleFile::open_stream(std::string_view name) const {
  const auto* entry = find(name);
  if (entry == nullptr) return base::failure(workbook_is_damaged("it has no part called " + std::string(name)));
  OleExtent whole{bytes_, {}, sector_shift_, std::uint64_t{1} << sector_shift_, entry->size};
  if (entry->size >= mini_cutoff_) {
    ASSIGN_OR_RETURN(whole.sectors, chain(entry->first_sector, fat_));
    return open_ole_extent(std::move(whole));
  }
  ASSIGN_OR_RETURN(whole.sectors, chain(entries_[0].first_sector, fat_));
  whole.size = entries_[0].size;
  OleExtent small{open_ole_extent(std::move(whole)), {}, mini_shift_, 0, entry->size};
  ASSIGN_OR_RETURN(small.sectors, chain(entry->first_sector, mini_fat_));
  return open_ole_extent(std::move(small));
}

}  // namespace imports
