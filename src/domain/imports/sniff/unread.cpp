#include "domain/imports/sniff/unread.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json_writer.h"
#include "base/text.h"
#include "domain/imports/sniff/sniff.h"

namespace imports::sniffing {
namespace {

constexpr std::size_t most_kept = 100;
constexpr std::size_t most_named = 10;

std::string listed(const Unread& others) {
  std::string text;
  const std::size_t named = std::min(others.names.size(), most_named);
  for (std::size_t i = 0; i < named; ++i) text += fmt::format("{}\"{}\"", i == 0 ? "" : ", ", others.names[i]);
  if (others.count > named) text += fmt::format(" and {} more", base::group_thousands(others.count - named));
  return text;
}

/// How a mapping document names the part to read.
std::string hint(std::string_view member, const std::string& name) {
  base::JsonWriter json;
  json.begin_object().key("file").begin_object().member(member, name).end_object().end_object();
  return json.take();
}

}  // namespace

void Unread::add(const std::string& name) {
  ++count;
  if (names.size() < most_kept) names.push_back(name);
}

base::Problem other_entries_note(const std::string& file, const std::string& chosen, const Unread& others) {
  base::Place place;
  place.file = file;
  return {&other_files_in_archive,
          fmt::format("The archive {} holds {} more price list{}, not read: {}. Read is \"{}\".", file,
                      base::group_thousands(others.count), others.count == 1 ? "" : "s", listed(others), chosen),
          fmt::format("Import the others by themselves, or name the one to read in the mapping: {}.",
                      hint("zip_entry", others.names.front())),
          std::move(place)};
}

base::Problem other_sheets_note(const std::string& file, const std::string& chosen, const Unread& others) {
  base::Place place;
  place.file = file;
  return {&other_sheets,
          fmt::format("The workbook {} has {} more sheet{} with rows, not read: {}. Read is \"{}\".", file,
                      base::group_thousands(others.count), others.count == 1 ? "" : "s", listed(others), chosen),
          fmt::format("If another sheet is the price list, name it in the mapping: {}.",
                      hint("sheet", others.names.front())),
          std::move(place)};
}

}  // namespace imports::sniffing
