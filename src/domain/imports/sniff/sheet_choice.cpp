#include "domain/imports/sniff/sheet_choice.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/text.h"
#include "domain/imports/formats/file_place.h"
#include "domain/imports/formats/spreadsheet.h"
#include "domain/imports/sniff/sniff.h"

namespace imports::sniffing {
namespace {

constexpr std::size_t previewed_rows = 60;
constexpr std::size_t previewed_sheets = 25;

struct Contender {
  SheetInfo info;
  HeaderRow header;
  std::uint64_t data_rows = 0;
  double score = 0;
};

/// A sheet of notes has one column of text; a price list names fields over many rows.
double score_of(const Contender& contender, std::size_t width) {
  const double rows = std::log2(static_cast<double>(contender.data_rows) + 1);
  // Fewer than three named fields are no price list; then only the number of rows counts.
  const std::size_t known = std::min<std::size_t>(contender.header.known_titles, 8);
  const double named = known < 3 ? 1 : static_cast<double>(known);
  const double wide = width < 2 ? 0.2 : 1;
  return rows * named * wide * (contender.info.hidden ? 0.1 : 1);
}

base::Result<Contender> examine(const std::filesystem::path& path, const Dialect& dialect, const SheetInfo& info,
                                const Mapping::FileHints& hints) {
  ASSIGN_OR_RETURN(const auto preview, preview_rows(path, dialect, info.name, previewed_rows));
  Contender contender;
  contender.info = info;
  const auto rows = rows_of_sheet(preview);
  contender.header = hints.header_row ? HeaderRow{} : find_header_row(rows);
  if (hints.header_row) contender.header.header_row = *hints.header_row;
  const std::uint32_t last_above = std::max(
      contender.header.header_row, contender.header.first_data_row == 0 ? 0U : contender.header.first_data_row - 1);
  const auto above = static_cast<std::uint64_t>(std::count_if(
      rows.begin(), rows.end(), [&](const CutRow& row) { return row.line <= last_above && !row.blank(); }));
  contender.data_rows = info.estimated_rows > above ? info.estimated_rows - above : 0;
  std::size_t width = 0;
  for (const CutRow& row : rows) width = std::max(width, row.cells.size());
  contender.score = score_of(contender, width);
  return contender;
}

std::string explain(const Contender& winner, const Contender* second, std::size_t sheets) {
  std::string reason = fmt::format("sheet “{}” has about {} rows under {} known titles", winner.info.name,
                                   base::group_thousands(winner.data_rows), winner.header.known_titles);
  if (sheets == 1) return fmt::format("the only sheet, “{}”", winner.info.name);
  if (second != nullptr) {
    reason += fmt::format("; next came “{}”{} with about {} rows under {}", second->info.name,
                          second->info.hidden ? " (hidden)" : "", base::group_thousands(second->data_rows),
                          second->header.known_titles);
  }
  return reason;
}

Unread others_than(const std::string& chosen, const std::vector<SheetInfo>& sheets) {
  Unread others;
  for (const SheetInfo& sheet : sheets) {
    const bool same = base::to_lower(base::trim(sheet.name)) == base::to_lower(base::trim(chosen));
    if (!same && sheet.estimated_rows > 0) others.add(sheet.name);
  }
  return others;
}

}  // namespace

base::Result<SheetChoice> choose_sheet(const std::filesystem::path& path, const Dialect& dialect,
                                       const Mapping::FileHints& hints) {
  ASSIGN_OR_RETURN(const std::vector<SheetInfo> all_sheets, list_sheets(path, dialect));
  std::vector<SheetInfo> sheets = all_sheets;
  if (hints.sheet) {
    const auto wanted =
        std::find_if(sheets.begin(), sheets.end(), [&](const auto& s) { return s.name == *hints.sheet; });
    sheets = {wanted == sheets.end() ? SheetInfo{*hints.sheet, false, 0} : *wanted};
  }
  std::stable_partition(sheets.begin(), sheets.end(), [](const SheetInfo& sheet) { return !sheet.hidden; });
  if (sheets.size() > previewed_sheets) sheets.resize(previewed_sheets);
  std::vector<Contender> contenders;
  for (const SheetInfo& info : sheets) {
    if (info.estimated_rows == 0 && !hints.sheet) continue;
    ASSIGN_OR_RETURN(Contender contender, examine(path, dialect, info, hints));
    contenders.push_back(std::move(contender));
  }
  if (contenders.empty()) {
    base::Place place;
    place.file = shown_name(path, dialect);
    std::string message = fmt::format("No sheet of {} holds any rows.", place.file);
    return base::failure(file_empty, std::move(message),
                         "Check that the supplier's export has finished, and fetch the file again.", std::move(place));
  }
  std::stable_sort(contenders.begin(), contenders.end(),
                   [](const Contender& a, const Contender& b) { return a.score > b.score; });
  Contender& winner = contenders.front();
  const Contender* second = contenders.size() > 1 ? &contenders[1] : nullptr;
  SheetChoice choice;
  choice.sheet = winner.info.name;
  choice.reason = hints.sheet ? fmt::format("sheet “{}” as the mapping says", choice.sheet)
                              : explain(winner, second, all_sheets.size());
  const double rival = second == nullptr ? 0 : second->score;
  choice.confidence = winner.score <= 0 ? 0.3 : std::clamp(0.5 + (winner.score - rival) / winner.score, 0.3, 1.0);
  choice.data_rows = winner.data_rows;
  choice.others = others_than(choice.sheet, all_sheets);
  choice.header = std::move(winner.header);
  return choice;
}

}  // namespace imports::sniffing
