#include "domain/imports/sniff/container.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <utility>

#include "base/text.h"
#include "domain/imports/formats/byte_source.h"
#include "domain/imports/formats/decoded_source.h"
#include "domain/imports/formats/zip_archive.h"
#include "domain/imports/sniff/sniff.h"

namespace imports::sniffing {
namespace {

constexpr std::string_view save_as_xlsx = "Open it in a spreadsheet program and save it as Excel (.xlsx) or CSV.";

std::string file_name(const std::filesystem::path& path) {
  return path.filename().string();
}

tl::unexpected<base::Problem> unknown(const std::filesystem::path& path, std::string_view seems_to_be,
                                      std::string_view cure) {
  return base::failure(format_unknown_problem({Magic::foreign, seems_to_be, cure}, file_name(path)));
}

tl::unexpected<base::Problem> empty(const std::filesystem::path& path, std::string_view what) {
  base::Place place;
  place.file = file_name(path);
  std::string message = fmt::format("{} {}.", place.file, what);
  return base::failure(file_empty, std::move(message),
                       "Check that the supplier's export has finished, and fetch the file again.", std::move(place));
}

std::string ending_of(std::string_view name) {
  const auto dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string{} : base::to_lower_ascii(name.substr(dot + 1));
}

bool is_data_file(const ZipEntry& entry) {
  static constexpr std::array endings{"csv",  "txt",    "tsv",   "tab",  "xml", "yml",
                                      "json", "ndjson", "jsonl", "xlsx", "xls", "xlsm"};
  if (entry.directory || entry.name.starts_with("__MACOSX/") || entry.name.starts_with('.')) return false;
  return std::find(endings.begin(), endings.end(), ending_of(entry.name)) != endings.end();
}

/// A readme beside the data must not win by its size.
bool is_note(const ZipEntry& entry) {
  const std::string lower = base::to_lower_ascii(entry.name);
  return lower.find("readme") != std::string::npos || lower.find("license") != std::string::npos ||
         lower.find("lisez") != std::string::npos || lower.find("liesmich") != std::string::npos;
}

const ZipEntry* choose_entry(const ZipArchive& archive) {
  const ZipEntry* best = nullptr;
  std::size_t files = 0;
  for (const ZipEntry& entry : archive.entries()) {
    if (!entry.directory) ++files;
    if (!is_data_file(entry)) continue;
    const auto rank = [](const ZipEntry& e) { return std::pair{!is_note(e), e.bytes}; };
    if (best == nullptr || rank(entry) > rank(*best)) best = &entry;
  }
  if (best != nullptr || files != 1) return best;
  const auto only = std::find_if(archive.entries().begin(), archive.entries().end(),
                                 [](const ZipEntry& entry) { return !entry.directory; });
  return &*only;
}

bool any_below(const ZipArchive& archive, std::string_view folder) {
  return std::any_of(archive.entries().begin(), archive.entries().end(),
                     [folder](const ZipEntry& entry) { return entry.name.starts_with(folder); });
}

/// Documents that are zip archives themselves.
base::Result<bool> is_xlsx(const std::filesystem::path& path, const ZipArchive& archive) {
  if (archive.find("xl/workbook.bin") != nullptr) {
    return unknown(path, "a binary Excel workbook (.xlsb)", save_as_xlsx);
  }
  if (archive.find("xl/workbook.xml") != nullptr) return true;
  if (archive.find("mimetype") != nullptr && archive.find("content.xml") != nullptr) {
    return unknown(path, "an OpenDocument file (.ods, .odt)", save_as_xlsx);
  }
  if (archive.find("[Content_Types].xml") == nullptr) return false;
  if (any_below(archive, "word/")) return unknown(path, "a Word document", save_as_xlsx);
  if (any_below(archive, "ppt/")) return unknown(path, "a PowerPoint presentation", save_as_xlsx);
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
  ASSIGN_OR_RETURN(const auto source, open_uncompressed(path, container.dialect));
  ASSIGN_OR_RETURN(container.head, read_head(*source, head_bytes));
  container.head_is_all = container.head.size() < head_bytes;
  if (container.head.empty()) return empty(path, "holds no data");
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
      return unknown(path, "compressed twice", "Unpack it once and import the file inside.");
    case Magic::foreign:
      break;
  }
  return base::failure(format_unknown_problem(guess, file_name(path)));
}

base::Result<> look_into_zip(const std::filesystem::path& path, Container& container) {
  ASSIGN_OR_RETURN(const ZipArchive archive, ZipArchive::open(path));
  ASSIGN_OR_RETURN(container.is_workbook, is_xlsx(path, archive));
  if (container.is_workbook) {
    container.dialect.format = Format::xlsx;
    return {};
  }
  const ZipEntry* entry = choose_entry(archive);
  if (entry == nullptr) {
    return unknown(path, "a zip archive without a data file",
                   "Put one CSV, Excel, JSON or XML file into the archive, or import that file itself.");
  }
  container.dialect.compression = Compression::zip;
  container.dialect.zip_entry = entry->name;
  container.total_bytes = entry->bytes;
  container.inner_name = entry->name;
  return read_inner(path, container);
}

}  // namespace

base::Result<Container> look_inside(const std::filesystem::path& path) {
  Container container;
  ASSIGN_OR_RETURN(const auto file, open_file(path));
  constexpr std::size_t first_bytes = 8192;
  ASSIGN_OR_RETURN(const std::string first, read_head(*file, first_bytes));
  if (first.empty()) return empty(path, "is empty");
  container.inner_name = file_name(path);
  std::error_code ignored;
  const std::uint64_t size = std::filesystem::file_size(path, ignored);
  container.total_bytes = size;
  switch (guess_magic(first).magic) {
    case Magic::zip: {
      RETURN_IF_FAILED(look_into_zip(path, container));
      return container;
    }
    case Magic::gzip: {
      container.dialect.compression = Compression::gzip;
      if (ending_of(container.inner_name) == "gz") container.inner_name.resize(container.inner_name.size() - 3);
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
