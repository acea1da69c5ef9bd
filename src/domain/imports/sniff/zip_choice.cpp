#include "domain/imports/sniff/zip_choice.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "domain/imports/formats/file_place.h"
#include "domain/imports/sniff/container.h"

namespace imports::sniffing {
namespace {

bool is_data_file(const ZipEntry& entry) {
  static constexpr std::array endings{"csv",  "txt",    "tsv",   "tab",  "xml", "yml",
                                      "json", "ndjson", "jsonl", "xlsx", "xls", "xlsm"};
  if (entry.directory || entry.name.starts_with("__MACOSX/") || entry.name.starts_with('.')) return false;
  const std::string ending = base::to_lower_ascii(std::string_view(entry.name).substr(entry.name.rfind('.') + 1));
  return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

/// A readme beside the data must not win by its size.
bool is_note(const ZipEntry& entry) {
  const std::string lower = base::to_lower_ascii(entry.name);
  return lower.find("readme") != std::string::npos || lower.find("license") != std::string::npos ||
         lower.find("lisez") != std::string::npos || lower.find("liesmich") != std::string::npos;
}

const ZipEntry* largest_data_file(const ZipArchive& archive) {
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

Unread others_than(const ZipEntry* chosen, const ZipArchive& archive) {
  Unread others;
  for (const ZipEntry& entry : archive.entries()) {
    if (&entry != chosen && is_data_file(entry) && !is_note(entry)) others.add(entry.name);
  }
  return others;
}

}  // namespace

base::Result<EntryChoice> choose_entry(const ZipArchive& archive, const std::optional<std::string>& wanted,
                                       const std::string& file) {
  const ZipEntry* entry = wanted ? archive.find(*wanted) : largest_data_file(archive);
  EntryChoice choice{entry, others_than(entry, archive)};
  if (entry != nullptr || !wanted) return choice;
  std::string names;
  for (const std::string& name : choice.others.names) names += (names.empty() ? "\"" : ", \"") + name + "\"";
  return base::failure(
      archive_entry_missing,
      fmt::format("The archive {} holds no file called \"{}\", which the mapping asks for.", file, *wanted),
      names.empty() ? "Check which files are inside the archive."
                    : "Correct \"zip_entry\" in the mapping, or leave it out; the archive holds " + names + ".",
      place_in(file));
}

}  // namespace imports::sniffing
