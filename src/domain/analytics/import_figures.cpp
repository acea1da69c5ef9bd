#include "domain/analytics/import_figures.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace analytics {
namespace {

/// The smallest value that `share` percent of all do not exceed (nearest rank).
std::uint64_t percentile(const std::vector<std::uint64_t>& sorted, std::uint64_t share) {
  const std::size_t rank = (sorted.size() * share + 99) / 100;
  return sorted[std::max<std::size_t>(rank, 1) - 1];
}

Spread spread_of(std::vector<std::uint64_t> values) {
  if (values.empty()) return {};
  std::ranges::sort(values);
  return {percentile(values, 50), percentile(values, 95), values.back()};
}

}  // namespace

void ImportFigures::add(const ImportRun& run) {
  ++runs;
  if (run.status == "finished") {
    ++finished;
    durations_.push_back(run.duration_ms);
    rates_.push_back(run.rows_read * 1'000 / std::max<std::uint64_t>(run.duration_ms, 1));
  } else {
    ++(run.status == "failed" ? failed : cancelled);
  }
  rows_read += run.rows_read;
  created += run.created;
  updated += run.updated;
  unchanged += run.unchanged;
  quarantined += run.quarantined;
  skipped += run.skipped;
  products_created += run.products_created;
  offers_withdrawn += run.offers_withdrawn;
  for (const auto& [code, count] : run.problems) problems[code] += count;
}

double ImportFigures::reject_share() const {
  return rows_read == 0 ? 0.0 : static_cast<double>(quarantined) / static_cast<double>(rows_read);
}

Spread ImportFigures::duration_ms() const {
  return spread_of(durations_);
}

Spread ImportFigures::rows_per_second() const {
  return spread_of(rates_);
}

std::string problems_text(const std::map<std::string, std::uint64_t>& problems) {
  std::string text;
  for (const auto& [code, count] : problems) text += code + '=' + std::to_string(count) + '\n';
  return text;
}

std::map<std::string, std::uint64_t> parse_problems(std::string_view text) {
  std::map<std::string, std::uint64_t> problems;
  for (const std::string_view line : base::split(text, '\n')) {
    const std::size_t equals = line.rfind('=');
    if (equals == std::string_view::npos) continue;
    std::uint64_t count = 0;
    std::from_chars(line.data() + equals + 1, line.data() + line.size(), count);
    problems[std::string(line.substr(0, equals))] += count;
  }
  return problems;
}

}  // namespace analytics
