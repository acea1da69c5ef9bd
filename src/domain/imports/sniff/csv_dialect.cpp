#include "domain/imports/sniff/csv_dialect.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "base/text.h"
#include "domain/imports/sniff/number_evidence.h"
#include "domain/imports/sniff/vocabulary.h"

namespace imports::sniffing {
namespace {

constexpr std::size_t rows_compared = 400;
constexpr std::size_t rows_kept = 60;
constexpr std::size_t titles_searched = 15;
constexpr std::ptrdiff_t cells_searched = 120;

struct Candidate {
  char delimiter = ',';
  char quote = '"';
  double score = 0;
  std::size_t fields = 0;        ///< the commonest number of fields
  std::uint64_t rows = 0;        ///< rows compared
  std::uint64_t consistent = 0;  ///< rows that have it, a trailing blank field more or less
  std::size_t known_titles = 0;
  CutText cut;
};

/// Fields of a row, an empty one at the end not counted: many exports close rows with a delimiter.
std::size_t width_of(const CutRow& row) {
  return row.cells.size() > 1 && base::trim(row.cells.back()).empty() ? row.cells.size() - 1 : row.cells.size();
}

void measure_widths(Candidate& candidate) {
  std::map<std::size_t, std::uint64_t> counts;
  for (const CutRow& row : candidate.cut.rows) {
    if (row.blank()) continue;
    ++counts[row.cells.size()];
    ++candidate.rows;
  }
  for (const auto& [width, count] : counts) {
    if (count >= counts[candidate.fields] || candidate.fields == 0) candidate.fields = width;
  }
  for (const CutRow& row : candidate.cut.rows) {
    if (row.blank()) continue;
    const std::size_t width = row.cells.size();
    // A row may lack its last field; but a row without the mark at all is no evidence for a mark that makes two.
    const bool lacks_last = candidate.fields > 2 && width == candidate.fields - 1;
    if (width == candidate.fields || width_of(row) == candidate.fields || lacks_last) ++candidate.consistent;
  }
}

/// Share of cells that are empty, numbers, addresses or short words: what a right cut leaves.
double share_of_clean_cells(const CutText& cut) {
  std::uint64_t cells = 0;
  std::uint64_t clean = 0;
  for (const CutRow& row : cut.rows) {
    for (const std::string& cell : row.cells) {
      ++cells;
      const std::string_view value = base::trim(cell);
      constexpr std::size_t short_word = 24;
      // A quote still standing at a cell's edge belongs to another dialect.
      const bool odd = value.size() > 1 && (value.front() == '"' || value.front() == '\'' || value.back() == '"');
      if (value.empty() || (!odd && (read_shape(value) || value.size() <= short_word || value.starts_with("http")))) {
        ++clean;
      }
    }
  }
  return cells == 0 ? 0 : static_cast<double>(clean) / static_cast<double>(cells);
}

std::size_t count_known_titles(const CutText& cut) {
  std::size_t most = 0;
  std::size_t seen = 0;
  for (const CutRow& row : cut.rows) {
    if (++seen > titles_searched) break;
    const auto end = row.cells.begin() + std::min(cells_searched, std::ssize(row.cells));
    const auto known =
        std::count_if(row.cells.begin(), end, [](const std::string& cell) { return is_known_title(base::trim(cell)); });
    most = std::max(most, static_cast<std::size_t>(known));
  }
  return most;
}

/// A first line that is one known title heads one column, whose prices and names hold the mark.
bool heads_one_column(const Candidate& candidate) {
  const auto first = std::find_if(candidate.cut.rows.begin(), candidate.cut.rows.end(),
                                  [](const CutRow& row) { return !row.blank(); });
  if (candidate.fields != 2 || candidate.known_titles > 1 || first == candidate.cut.rows.end()) return false;
  const std::string_view title = base::trim(first->cells.front());
  return first->cells.size() == 1 && title.find_first_of(";\t|") == std::string_view::npos && is_known_title(title);
}

double score_of(const Candidate& candidate) {
  if (candidate.rows == 0) return 0;
  const double consistency = static_cast<double>(candidate.consistent) / static_cast<double>(candidate.rows);
  constexpr double single_column = 0.08;
  const double width = candidate.fields < 2 ? single_column : 1 - 0.8 / static_cast<double>(candidate.fields);
  const double clean = 0.4 + 0.6 * share_of_clean_cells(candidate.cut);
  const double titles = 1 + 0.12 * std::min<double>(static_cast<double>(candidate.known_titles), 8);
  const auto quotes = static_cast<double>(candidate.cut.quoted + candidate.cut.misquoted);
  const double misquoted = quotes == 0 ? 0 : static_cast<double>(candidate.cut.misquoted) / quotes;
  // Commas and colons live inside prices, times and addresses; the other marks hardly ever occur in text.
  const bool common_in_text = candidate.delimiter == ',' || candidate.delimiter == ':';
  const bool unusual = candidate.delimiter == ':' || candidate.delimiter == '^' || candidate.delimiter == '~';
  const double prior = common_in_text && heads_one_column(candidate) ? 0.05 : unusual ? 0.8 : common_in_text ? 0.97 : 1;
  return consistency * consistency * width * clean * titles * (1 - 0.5 * misquoted) * prior;
}

Candidate try_dialect(std::string_view head, bool complete, char delimiter, char quote) {
  Candidate candidate;
  candidate.delimiter = delimiter;
  candidate.quote = quote;
  candidate.cut = cut_text(head, delimiter, quote, rows_compared, complete);
  measure_widths(candidate);
  candidate.known_titles = candidate.fields < 2 ? 0 : count_known_titles(candidate.cut);
  candidate.score = score_of(candidate);
  // Quotes nobody uses are no evidence, so the ordinary one stays; used well they speak for themselves.
  if (quote == '\'' && candidate.cut.quoted == 0) candidate.score *= 0.9;
  if (quote == '\0') candidate.score *= 0.95;
  return candidate;
}

std::string explain(const Candidate& winner, const Candidate* runner_up) {
  if (winner.fields < 2) return "no delimiter cuts the rows evenly, so the file is read as one column";
  std::string reason =
      fmt::format("{} cuts {} of {} sampled rows into {} fields", name_of_delimiter(winner.delimiter),
                  base::group_thousands(winner.consistent), base::group_thousands(winner.rows), winner.fields);
  if (winner.known_titles > 0) reason += fmt::format(" and shows {} known column titles", winner.known_titles);
  if (runner_up != nullptr && runner_up->score > 0) {
    reason += fmt::format("; next came {} with {} fields in {} rows", name_of_delimiter(runner_up->delimiter),
                          runner_up->fields, base::group_thousands(runner_up->consistent));
  }
  return reason;
}

}  // namespace

std::string name_of_delimiter(char delimiter) {
  switch (delimiter) {
    case ',':
      return "comma";
    case ';':
      return "semicolon";
    case '\t':
      return "TAB";
    case '|':
      return "vertical bar";
    case ':':
      return "colon";
    case '^':
      return "caret";
    case '~':
      return "tilde";
    default:
      return fmt::format("“{}”", delimiter);
  }
}

CsvDialect find_csv_dialect(std::string_view head, bool complete, std::optional<char> delimiter) {
  static constexpr std::array delimiters{';', '\t', ',', '|', '^', '~', ':'};
  static constexpr std::array quotes{'"', '\'', '\0'};
  std::vector<Candidate> candidates;
  for (const char mark : delimiters) {
    if (delimiter && mark != *delimiter) continue;
    for (const char quote : quotes) candidates.push_back(try_dialect(head, complete, mark, quote));
  }
  if (candidates.empty()) {
    for (const char quote : quotes) candidates.push_back(try_dialect(head, complete, *delimiter, quote));
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  Candidate& winner = candidates.front();
  const auto other = std::find_if(candidates.begin(), candidates.end(),
                                  [&](const Candidate& c) { return c.delimiter != winner.delimiter; });
  const Candidate* runner_up = other == candidates.end() ? nullptr : &*other;

  CsvDialect dialect;
  dialect.delimiter = winner.delimiter;
  dialect.quote = winner.quote;
  if (winner.fields < 2 && !delimiter) {
    dialect.delimiter = ',';
    dialect.quote = '"';
  }
  dialect.reason =
      delimiter ? fmt::format("{} as the mapping says", name_of_delimiter(*delimiter)) : explain(winner, runner_up);
  const double rival = runner_up == nullptr ? 0 : runner_up->score;
  const double lead = winner.score <= 0 ? 0 : (winner.score - rival) / winner.score;
  const double consistency =
      winner.rows == 0 ? 0 : static_cast<double>(winner.consistent) / static_cast<double>(winner.rows);
  dialect.confidence = winner.fields < 2 ? 0.3 : std::clamp(consistency * (0.5 + lead), 0.05, 1.0);
  dialect.rows = std::move(winner.cut.rows);
  if (winner.fields < 2 && !delimiter) dialect.rows = cut_text(head, ',', '"', rows_kept, complete).rows;
  if (dialect.rows.size() > rows_kept) dialect.rows.resize(rows_kept);
  return dialect;
}

}  // namespace imports::sniffing
