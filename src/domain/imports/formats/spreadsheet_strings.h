#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/imports/formats/temporary_file.h"

namespace imports {

/// A temporary file that grows at its end and is read anywhere, through a bounded cache of pages.
class SpillFile {
 public:
  static base::Result<SpillFile> create(std::size_t cached_pages);

  std::uint64_t size() const { return size_; }
  base::Result<> append(std::string_view bytes);
  /// Appends bytes [begin, end) of the file to `out`. Fails with temporary_file_failed.
  base::Result<> read(std::uint64_t begin, std::uint64_t end, std::string& out);

 private:
  struct Page {
    std::uint64_t number = 0;
    std::string bytes;
  };
  SpillFile(TemporaryFile file, std::size_t cached_pages) : file_(std::move(file)), pages_(cached_pages) {}
  base::Result<> flush();
  base::Result<const Page*> page(std::uint64_t number, std::size_t needed_bytes);

  TemporaryFile file_;
  std::uint64_t size_ = 0;
  std::string pending_;  // appended, not yet written
  std::vector<Page> pages_;
};

/// A workbook's shared strings, found by their number. Held in memory up to a limit, beyond it in temporary files
/// together with their index, so that memory stays bounded whatever the file.
class StringStore {
 public:
  static constexpr std::size_t default_memory_limit = std::size_t{16} << 20U;

  explicit StringStore(std::size_t memory_limit = default_memory_limit) : memory_limit_(memory_limit) {}

  /// Fails with temporary_file_failed, and with sheet_too_large beyond 4 GB.
  base::Result<> add(std::string_view text);
  std::uint64_t size() const { return count_; }
  /// The text added as number `index` (below size()); valid until the next call.
  base::Result<std::string_view> get(std::uint64_t index);
  bool is_spilled() const { return spilled_.has_value(); }

 private:
  struct Spilled {
    SpillFile text;
    SpillFile ends;
  };
  base::Result<> spill();

  std::size_t memory_limit_;
  std::uint64_t count_ = 0;
  std::string text_;
  std::vector<std::uint64_t> ends_;  // where each text ends in text_
  std::optional<Spilled> spilled_;
  std::string found_;
};

}  // namespace imports
