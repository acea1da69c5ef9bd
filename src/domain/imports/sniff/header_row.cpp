#include "domain/imports/sniff/header_row.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "domain/imports/sniff/number_evidence.h"
#include "domain/imports/sniff/vocabulary.h"

namespace imports::sniffing {
namespace {

constexpr std::size_t rows_searched = 30;
constexpr std::size_t rows_contrasted = 30;

bool is_typed(std::string_view value) {
  return read_shape(value).has_value() || value.starts_with("http://") || value.starts_with("https://");
}

/// "# Required | ...", "// exported by": a note to the reader.
bool is_comment(const CutRow& row) {
  for (const std::string& cell : row.cells) {
    const std::string_view value = base::trim(cell);
    if (!value.empty()) return value.starts_with("# ") || value.starts_with("//") || value.starts_with("##");
  }
  return false;
}

/// Written by and for programs: "label-fr_FR", "sort_order".
bool is_identifier(std::string_view value) {
  return !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || base::is_digit(c) || c == '_' || c == '-' || c == '.' || c == ':';
  });
}

struct NamedFields {
  std::set<Field> fields;
  bool surely = false;
};

NamedFields fields_named(const CutRow& row) {
  constexpr double sure = 0.9;
  NamedFields named;
  constexpr std::size_t longest = 60;
  for (const std::string& cell : row.cells) {
    const std::string_view value = base::trim(cell);
    if (value.empty() || value.size() > longest || is_typed(value)) continue;
    const auto meanings = meanings_of(value, Naming::title);
    if (!meanings.empty() && meanings.front().weight >= 0.5) {
      named.fields.insert(meanings.front().field);
      named.surely = named.surely || meanings.front().weight >= sure;
    }
  }
  return named;
}

/// What speaks for one row being the column names.
struct Candidate {
  const CutRow* row = nullptr;
  std::size_t filled = 0;
  std::size_t typed = 0;  ///< cells that are numbers or addresses
  std::size_t long_texts = 0;
  std::size_t identifiers = 0;
  std::size_t repeated = 0;
  std::size_t contrasts = 0;  ///< columns that hold numbers or addresses below, and a word here
  std::size_t known = 0;      ///< distinct fields named
  bool known_surely = false;  ///< one of its cells is nothing else than a column title
  double score = 0;
};

std::string_view cell_at(const CutRow& row, std::size_t column) {
  return column < row.cells.size() ? base::trim(row.cells[column]) : std::string_view{};
}

/// Columns whose values in `rows` are mostly numbers or addresses.
std::vector<bool> typed_columns(std::span<const CutRow> rows, std::size_t width) {
  std::vector<bool> typed(width, false);
  for (std::size_t column = 0; column < width; ++column) {
    std::size_t filled = 0;
    std::size_t numbers = 0;
    for (const CutRow& row : rows) {
      const std::string_view value = cell_at(row, column);
      if (value.empty()) continue;
      ++filled;
      if (is_typed(value)) ++numbers;
    }
    typed[column] = filled > 0 && numbers * 3 >= filled * 2;
  }
  return typed;
}

Candidate judge(std::span<const CutRow> rows, std::size_t index, std::size_t table_width) {
  constexpr std::size_t longest_title = 60;
  const CutRow& row = rows[index];
  Candidate candidate{.row = &row};
  std::set<std::string_view> seen;
  const auto below = rows.subspan(index + 1, std::min(rows_contrasted, rows.size() - index - 1));
  const auto typed_below = typed_columns(below, row.cells.size());
  for (std::size_t column = 0; column < row.cells.size(); ++column) {
    const std::string_view value = cell_at(row, column);
    if (value.empty()) continue;
    ++candidate.filled;
    if (!seen.insert(value).second) ++candidate.repeated;
    if (value.size() > longest_title) ++candidate.long_texts;
    if (is_identifier(value)) ++candidate.identifiers;
    if (is_typed(value)) {
      ++candidate.typed;
    } else if (typed_below[column]) {
      ++candidate.contrasts;
    }
  }
  const NamedFields named = fields_named(row);
  candidate.known = named.fields.size();
  candidate.known_surely = named.surely;
  if (candidate.filled == 0) return candidate;
  const auto filled = static_cast<double>(candidate.filled);
  const double width = std::min(1.0, filled / static_cast<double>(std::max<std::size_t>(table_width, 1)));
  candidate.score =
      0.5 * static_cast<double>(std::min<std::size_t>(candidate.known, 6)) +
      1.5 * static_cast<double>(candidate.contrasts) / filled + width +
      0.2 * static_cast<double>(candidate.identifiers) / filled - 2.0 * static_cast<double>(candidate.typed) / filled -
      1.0 * static_cast<double>(candidate.long_texts) / filled - 0.5 * static_cast<double>(candidate.repeated) / filled;
  return candidate;
}

/// The usual number of filled cells of the rows.
std::size_t usual_width(std::span<const CutRow> rows) {
  std::vector<std::size_t> widths;
  for (const CutRow& row : rows) {
    const auto filled = std::count_if(row.cells.begin(), row.cells.end(),
                                      [](const std::string& cell) { return !base::trim(cell).empty(); });
    if (filled > 0) widths.push_back(static_cast<std::size_t>(filled));
  }
  if (widths.empty()) return 0;
  const auto middle = widths.begin() + static_cast<std::ptrdiff_t>(widths.size() / 2);
  std::nth_element(widths.begin(), middle, widths.end());
  return *middle;
}

bool can_be_header(const Candidate& candidate, std::size_t table_width) {
  if (candidate.filled == 0 || is_comment(*candidate.row)) return false;
  // A title line fills a cell or two of a wide table.
  const bool wide_enough = candidate.filled * 2 >= table_width || candidate.known >= 3;
  return wide_enough && candidate.typed * 2 <= candidate.filled;
}

/// Numbers in a row as wide as the table: the data has begun, and column names do not stand below it.
bool is_surely_data(const Candidate& candidate, const Candidate& header, std::size_t table_width) {
  if (candidate.typed == 0 || candidate.filled < std::max<std::size_t>(table_width, 2)) return false;
  const bool plainly_below = candidate.typed >= 2 && header.typed == 0 && header.filled >= candidate.filled;
  return plainly_below || candidate.known <= header.known;
}

/// A second row of titles in another language, or an echo of the header, is not data.
bool repeats_titles(const Candidate& header, const Candidate& next) {
  return next.typed == 0 && next.known >= 2 && next.known * 3 >= header.known * 2 &&
         next.contrasts * 3 >= header.contrasts * 2;
}

HeaderRow no_header(const Candidate& first) {
  HeaderRow result;
  if (first.row->line > 1) result.first_data_row = first.row->line;
  result.reason = "no row of column names: the first row holds values like those below it";
  return result;
}

}  // namespace

HeaderRow find_header_row(std::span<const CutRow> rows) {
  const std::size_t table_width = usual_width(rows);
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < rows.size() && candidates.size() < rows_searched; ++i) {
    if (!rows[i].blank()) candidates.push_back(judge(rows, i, table_width));
  }
  const Candidate* best = nullptr;
  for (const Candidate& candidate : candidates) {
    if (best != nullptr && is_surely_data(candidate, *best, table_width)) break;
    if (!can_be_header(candidate, table_width)) continue;
    if (best == nullptr || candidate.score > best->score + 1e-9) best = &candidate;
  }
  const auto first = std::find_if(candidates.begin(), candidates.end(),
                                  [](const Candidate& c) { return c.filled > 0 && !is_comment(*c.row); });
  if (first == candidates.end()) return {};
  // Nothing says "titles": the words are unknown and numbers stand where the rows below have them.
  const bool looks_like_data = best == nullptr || (best->known == 0 && best->contrasts == 0 && first->typed > 0);
  const bool weak =
      best != nullptr && best->known <= 1 && !best->known_surely && best->contrasts == 0 && best->typed > 0;
  if (looks_like_data || weak) return no_header(*first);
  if (best->known == 0 && best->contrasts == 0) best = &*first;

  HeaderRow result;
  result.header_row = best->row->line;
  result.known_titles = best->known;
  result.reason =
      fmt::format("row {} holds the column names: {} of its titles are known", result.header_row, best->known);
  if (best->contrasts > 0) result.reason += fmt::format(", {} stand over numbers or addresses", best->contrasts);
  const auto next = static_cast<std::size_t>(best - candidates.data()) + 1;
  if (next < candidates.size() && best->known >= 2 && repeats_titles(*best, candidates[next])) {
    result.first_data_row = candidates[next].row->line + 1;
  }
  return result;
}

std::vector<CutRow> rows_of_sheet(const std::vector<std::vector<std::string>>& preview) {
  std::vector<CutRow> rows;
  std::uint32_t line = 0;
  for (const auto& cells : preview) {
    CutRow row{++line, cells};
    const bool blank =
        std::all_of(cells.begin(), cells.end(), [](const std::string& c) { return base::trim(c).empty(); });
    if (blank) row.cells.clear();
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace imports::sniffing
