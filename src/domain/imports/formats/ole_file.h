#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace imports {

/// Bytes that can be read at any place.
class StoredBytes {
 public:
  virtual ~StoredBytes() = default;
  virtual std::uint64_t size() const = 0;
  /// Fills a prefix of `buffer` from `offset` on; fewer bytes than asked only where the bytes end.
  virtual base::Result<std::size_t> read_at(std::uint64_t offset, std::span<unsigned char> buffer) const = 0;
};

/// The bytes of a file. Fails with file_unreadable, which calls it `shown_name` when that is given.
base::Result<std::shared_ptr<const StoredBytes>> open_stored_file(const std::filesystem::path& path,
                                                                  std::string_view shown_name = {});

/// The first eight bytes of every OLE2 compound file.
inline constexpr std::string_view ole_magic{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8};

/// An OLE2 compound file ([MS-CFB]): a small file system inside a file. Everything it says about itself is checked.
class OleFile {
 public:
  /// Fails with not_a_workbook when it is no compound file, workbook_damaged, file_unreadable.
  static base::Result<OleFile> open(std::shared_ptr<const StoredBytes> bytes);

  /// Streams of the root folder by name; ASCII case is ignored.
  bool has_stream(std::string_view name) const { return find(name) != nullptr; }
  /// Fails with workbook_damaged when there is none or its sectors go in circles.
  base::Result<std::shared_ptr<const StoredBytes>> open_stream(std::string_view name) const;

 private:
  struct Entry {
    std::string name;  // its ASCII characters, others as '?'
    unsigned char type = 0;
    std::uint32_t left = 0, right = 0, child = 0;
    std::uint32_t first_sector = 0;
    std::uint64_t size = 0;
  };
  using Sectors = std::vector<std::uint32_t>;

  base::Result<> read_header();
  base::Result<> read_fat(std::span<const unsigned char> header);
  base::Result<> read_directory(std::uint32_t first_sector);
  base::Result<> read_mini_fat(std::uint32_t first_sector);
  const Entry* find(std::string_view name) const;
  base::Result<Sectors> chain(std::uint32_t first, std::span<const std::uint32_t> table) const;
  base::Result<std::vector<unsigned char>> read_sectors(std::span<const std::uint32_t> sectors) const;
  base::Result<> append_table(std::uint32_t sector, Sectors& table) const;
  std::uint64_t offset_of(std::uint32_t sector) const { return (std::uint64_t{sector} + 1) << sector_shift_; }
  std::uint64_t sector_count() const { return bytes_->size() >> sector_shift_; }

  std::shared_ptr<const StoredBytes> bytes_;
  unsigned sector_shift_ = 9;
  unsigned mini_shift_ = 6;
  std::uint32_t mini_cutoff_ = 4096;
  Sectors fat_;
  Sectors mini_fat_;
  std::vector<Entry> entries_;
};

/// The failure of a file that needs a password.
base::Problem workbook_encrypted();
/// The failure of a workbook that contradicts itself.
base::Problem workbook_is_damaged(const std::string& what, std::optional<std::uint64_t> byte = {});

}  // namespace imports
