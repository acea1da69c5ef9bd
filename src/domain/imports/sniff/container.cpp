#include "domain/imports/sniff/container.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <utility>

#include "base/text.h"
#include "domain/imports/formats/byte_source.h"
#include "domain/imports/formats/decoded_source.h"
#include "domain/imports/formats/file_place.h"
#include "domain/imports/formats/zip_archive.h"
#include "domain/imports/sniff/sniff.h"
#include "domain/imports/sniff/zip_choice.h"

namespace imports::sniffing {
namespace {

constexpr std::string_view save_as_xlsx = "Open it in a spreadsheet program and save it as Excel (.xlsx) or CSV.";

tl::unexpected<base::Problem> unknown(const std::string& file, std::string_view seems_to_be, std::string_view cure) {
  return base::failure(format_unknown_problem({Magic::foreign, seems_to_be, cure}, file));
}

tl::unexpected<base::Problem> empty(const std::string& file, std::string_view what) {
  base::Place place;
  place.file = file;
  std::string message = fmt::format("{} {}.", place.file, what);
  return base::failure(file_empty, std::move(message),
                       "Check that the supplier's export has finished, and fetch the file again.", std::move(place));
}

bool any_below(const ZipArchive& archive, std::string_view folder) {
  return std::any_of(archive.entries().begin(), archive.entries().end(),
                     [folder](const ZipEntry& entry) { return entry.name.starts_with(folder); });
}

/// Documents that are zip archives themselves.
base::Result<bool> is_xlsx(const std::string& file, const ZipArchive& archive) {
  if (archive.find("xl/workbook.bin") != nullptr) {
    return unknown(file, "a binary Excel workbook (.xlsb)", save_as_xlsx);
  }
  if (archive.find("xl/workbook.xml") != nullptr) return true;
  if (archive.find("mimetype") != nullptr && archive.find("content.xml") != nullptr) {
    return unknown(file, "an OpenDocument file (.ods, .odt)", save_as_xlsx);
  }
  if (archive.find("[Content_Types].xml") == nullptr) return false;
  if (any_below(archive, "word/")) return unknown(file, "a Word document", save_as_xlsx);
  if (any_below(archive, "ppt/")) return unknown(file, "a PowerPoint presentation", save_as_xlsx);
  return true;
}

/// The uncompressed size a gzip file's last four bytes give, when it can be right.
std::uint64_t gzip_size(const std::filesystem::path& path, std::uint64_t packed, std::uint64_t at_least) {
  std::ifstream file(path, std::ios::binary);
  file.seekg(-4, std::ios::end);
  std::array<char, 4> tail{};
  if (!file.read(tail.data(), tail.size())) return at_least;
  std::uint64_t size = 0;
  for (std::size_t i = tail.size(); i-- > 0;) size = size << 8U | static_cast<unsigned char>(tail[i]);
  constexpr std::uint64_t wrap = std::uint64_t{1} << 32U;
  while (size < packed && packed > wrap / 4) size += wrap;
  return std::max(size, at_least);
}

/// Fills in the head of what the dialect's compression leads to, and takes workbooks for what they are.
base::Result<> read_inner(const std::filesystem::path& path, Container& container) {
  const std::string file = shown_name(path, container.dialect);
  ASSIGN_OR_RETURN(const auto source, open_uncompressed(path, container.dialect));
  ASSIGN_OR_RETURN(container.head, read_head(*source, head_bytes));
  container.head_is_all = container.head.size() < head_bytes;
  if (container.head.empty()) return empty(file, "holds no data");
  const MagicGuess guess = guess_magic(container.head);
  switch (guess.magic) {
    case Magic::text:
      return {};
    case Magic::zip:
      if (container.dialect.compression == Compression::none) break;
      container.dialect.format = Format::xlsx;
      container.is_workbook = true;
      return {};
    case Magic::ole:
      container.dialect.format = Format::xls;
      container.is_workbook = true;
      return {};
    case Magic::gzip:
      return unknown(file, "compressed twice", "Unpack it once and import the file inside.");
    case Magic::foreign:
      break;
  }
  return base::failure(format_unknown_problem(guess, file));
}

base::Result<> look_into_zip(const std::filesystem::path& path, const std::optional<std::string>& wanted,
                             Container& container) {
  const std::string file = shown_name(path, container.dialect);
  ASSIGN_OR_RETURN(const ZipArchive archive, ZipArchive::open(path, file));
  ASSIGN_OR_RETURN(container.is_workbook, is_xlsx(file, archive));
  if (container.is_workbook) {
    container.dialect.format = Format::xlsx;
    return {};
  }
  ASSIGN_OR_RETURN(EntryChoice choice, choose_entry(archive, wanted, file));
  const ZipEntry* const entry = choice.entry;
  if (entry == nullptr) {
    return unknown(file, "a zip archive without a data file",
                   "Put one CSV, Excel, JSON or XML file into the archive, or import that file itself.");
  }
  container.dialect.compression = Compression::zip;
  container.dialect.zip_entry = entry->name;
  container.total_bytes = entry->bytes;
  container.inner_name = entry->name;
  container.other_entries = std::move(choice.others);
  return read_inner(path, container);
}

}  // namespace

base::Result<Container> look_inside(const std::filesystem::path& path, const std::optional<std::string>& wanted_entry,
                                    std::string_view name) {
  Container container;
  container.dialect.shown_name = name;
  const std::string file = shown_name(path, name);
  ASSIGN_OR_RETURN(const auto source, open_file(path, file));
  constexpr std::size_t first_bytes = 8192;
  ASSIGN_OR_RETURN(const std::string first, read_head(*source, first_bytes));
  if (first.empty()) return empty(file, "is empty");
  container.inner_name = file;
  std::error_code ignored;
  const std::uint64_t size = std::filesystem::file_size(path, ignored);
  container.total_bytes = size;
  switch (guess_magic(first).magic) {
    case Magic::zip: {
      RETURN_IF_FAILED(look_into_zip(path, wanted_entry, container));
      return container;
    }
    case Magic::gzip: {
      container.dialect.compression = Compression::gzip;
      if (base::to_lower_ascii(container.inner_name).ends_with(".gz"))
        container.inner_name.resize(container.inner_name.size() - 3);
      RETURN_IF_FAILED(read_inner(path, container));
      container.total_bytes =
          container.head_is_all ? container.head.size() : gzip_size(path, size, container.head.size());
      return container;
    }
    default:
      break;
  }
  RETURN_IF_FAILED(read_inner(path, container));
  return container;
}

}  // namespace imports::sniffing
