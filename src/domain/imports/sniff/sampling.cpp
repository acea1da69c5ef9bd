#include "domain/imports/sniff/sampling.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "domain/imports/formats/record_reader.h"

namespace imports::sniffing {
namespace {

constexpr std::uint64_t most_rows = 5'000;
constexpr std::uint64_t most_bytes = 4U << 20U;
constexpr std::uint64_t most_cells = 1'500'000;

bool is_total_word(std::string_view value) {
  static constexpr std::array words{"total",         "totaux",     "total general", "grand total", "subtotal",
                                    "sub total",     "sous total", "summe",         "gesamt",      "gesamtsumme",
                                    "zwischensumme", "totale",     "subtotale",     "suma",        "totaal",
                                    "итого",         "всего",      "разом",         "razem"};
  constexpr std::size_t longest = 40;
  if (value.size() < 4 || value.size() > longest || base::is_digit(value.front())) return false;
  const std::string folded = base::fold(value);
  return std::find(words.begin(), words.end(), folded) != words.end();
}

/// Finds rows that are no products, and the rule that skips them from now on.
class RowJudge {
 public:
  explicit RowJudge(std::vector<Mapping::SkipRule>& rules) : rules_(rules) {}

  bool is_no_product(const Record& record, const std::vector<std::string>& columns) {
    std::size_t first = record.fields.size();
    std::size_t filled = 0;
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
      if (base::trim(record.fields[i]).empty()) continue;
      first = std::min(first, i);
      ++filled;
    }
    if (filled == 0 || first >= columns.size()) return false;
    const std::string_view value = base::trim(record.fields[first]);
    const bool total = is_total_word(value) && (filled * 2 <= widest_ || filled <= 3);
    const bool repeated_header = filled >= 2 && repeats_header(record, columns);
    widest_ = std::max(widest_, filled);
    if (!total && !repeated_header) return false;
    const Mapping::SkipRule rule{columns[first], Mapping::SkipRule::Test::equals, std::string(value)};
    if (std::find(rules_.begin(), rules_.end(), rule) == rules_.end()) rules_.push_back(rule);
    return true;
  }

  /// "Total" is a brand too: a value that products have cannot tell rows apart.
  void see_product(const Record& record, const std::vector<std::string>& columns) {
    for (std::size_t i = 0; i < record.fields.size() && i < columns.size(); ++i) {
      const std::string_view value = base::trim(record.fields[i]);
      if (is_total_word(value)) seen_on_products_.emplace(columns[i], base::fold(value));
    }
  }

  void drop_rules_that_hit_products() {
    std::erase_if(rules_, [this](const Mapping::SkipRule& rule) {
      return seen_on_products_.contains({rule.from, base::fold(rule.value)});
    });
  }

 private:
  static bool repeats_header(const Record& record, const std::vector<std::string>& columns) {
    std::size_t same = 0;
    for (std::size_t i = 0; i < record.fields.size() && i < columns.size(); ++i) {
      const std::string_view value = base::trim(record.fields[i]);
      if (value.empty()) continue;
      if (value != base::trim(columns[i])) return false;
      ++same;
    }
    return same >= 2;
  }

  std::vector<Mapping::SkipRule>& rules_;
  std::size_t widest_ = 0;
  std::set<std::pair<std::string, std::string>> seen_on_products_;
};

bool is_trusted(const Record& record) {
  return std::none_of(record.problems.begin(), record.problems.end(),
                      [](const RecordProblem& problem) { return problem.severity == RecordProblem::Severity::reject; });
}

void add_record(const Record& record, const std::vector<std::string>& names, Sample& sample) {
  while (sample.columns.size() < names.size()) sample.columns.emplace_back(names[sample.columns.size()]);
  const std::size_t width = std::min(record.fields.size(), sample.columns.size());
  for (std::size_t i = 0; i < width; ++i) sample.columns[i].add(record.fields[i]);
}

}  // namespace

base::Result<Sample> take_sample(const std::filesystem::path& path, const Dialect& dialect) {
  ASSIGN_OR_RETURN(const auto reader, open_records(path, dialect));
  Sample sample;
  RowJudge judge(sample.skip);
  Record record;
  std::uint64_t bytes = 0;
  std::uint64_t cells = 0;
  while (sample.rows < most_rows && bytes < most_bytes && cells < most_cells) {
    const auto more = reader->next(record);
    if (!more && sample.rows == 0) return base::failure(more.error());
    if (!more) break;
    if (!*more) {
      sample.reached_end = true;
      break;
    }
    if (sample.rows == 0) sample.first_byte = record.byte_offset;
    ++sample.rows;
    bytes += record.raw.size() + 1;
    cells += record.fields.size();
    sample.end_byte = record.byte_offset + record.raw.size() + 1;
    if (is_trusted(record) && !judge.is_no_product(record, reader->columns())) {
      add_record(record, reader->columns(), sample);
      judge.see_product(record, reader->columns());
    }
  }
  judge.drop_rules_that_hit_products();
  const auto& names = reader->columns();
  while (sample.columns.size() < names.size()) sample.columns.emplace_back(names[sample.columns.size()]);
  return sample;
}

}  // namespace imports::sniffing
