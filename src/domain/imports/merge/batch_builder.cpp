#include "domain/imports/merge/batch_builder.h"

#include <fmt/format.h>

namespace imports {
namespace {

constexpr std::size_t rows_per_batch = 10'000;
constexpr std::size_t bytes_per_batch = 8U << 20U;
/// Rows that went on with a warning are counted all and shown as a sample.
constexpr std::size_t most_warnings_kept = 1'000;

RowProblem duplicate_problem(const Record& record, const std::string& sku, const DuplicateVerdict& verdict,
                             Severity severity) {
  RowProblem found;
  found.severity = severity;
  found.problem.kind = verdict.identical ? &duplicate_identical : &duplicate_in_file;
  found.problem.message =
      verdict.identical
          ? fmt::format("Line {}: row {} repeats row {} word for word.", record.line, record.number, verdict.speaker)
          : fmt::format("Line {}: reference {} is already that of row {}, with other values.", record.line, sku,
                        verdict.speaker);
  found.problem.cure = verdict.identical
                           ? "Nothing needs to be done."
                           : "Correct the reference, or set \"duplicates\" to \"first\" or \"last\" in the mapping.";
  found.problem.place.row = record.number;
  found.problem.place.line = record.line;
  found.problem.place.byte = record.byte_offset;
  found.problem.place.field = "sku";
  return found;
}

}  // namespace

base::Result<> BatchBuilder::add(const Record& record) {
  catalog::MergeBatch& merge = batch_.merge;
  if (merge.first_row == 0) merge.first_row = record.number;
  merge.last_row = record.number;
  bytes_ += record.raw.size();
  ASSIGN_OR_RETURN(const auto verdict, scan_.duplicates.verdict(record.number));
  const bool is_plain = record.number < scan_.plain.size() && scan_.plain[record.number];
  if (!verdict && is_plain && merge_.is_unchanged(record.number)) {
    ++merge.unchanged;
    return {};
  }
  scan_.mapper.map(record, row_);
  if (verdict) {
    settle_duplicate(record, *verdict);
    return {};
  }
  count_problems();
  if (row_.skipped) {
    ++merge.skipped;
  } else if (row_.rejected) {
    keep(record);
  } else {
    accept(record);
  }
  return {};
}

void BatchBuilder::settle_duplicate(const Record& record, const DuplicateVerdict& verdict) {
  const bool quarantined = policy_ == DuplicatePolicy::quarantine && !verdict.identical;
  row_.problems.push_back(
      duplicate_problem(record, row_.sku, verdict, quarantined ? Severity::reject : Severity::warn));
  count_problems();
  if (quarantined) {
    row_.rejected = true;
    keep(record);
  } else {
    ++batch_.merge.skipped;
  }
}

void BatchBuilder::accept(const Record& record) {
  catalog::MergeRow& row = batch_.merge.rows.emplace_back();
  row.number = record.number;
  row.byte_offset = record.byte_offset;
  row.sku = row_.sku;
  row.values = row_.values;
  if (!row_.problems.empty() && warnings_kept_ < most_warnings_kept) {
    ++warnings_kept_;
    batch_.kept.push_back(keep_row(record, row_));
  }
}

void BatchBuilder::keep(const Record& record) {
  ++batch_.merge.quarantined;
  batch_.kept.push_back(keep_row(record, row_));
}

void BatchBuilder::count_problems() {
  for (const RowProblem& found : row_.problems) ++batch_.merge.problems[std::string(found.problem.code())];
}

bool BatchBuilder::is_full() const {
  const catalog::MergeBatch& merge = batch_.merge;
  if (is_empty()) return false;
  return merge.last_row - merge.first_row + 1 >= rows_per_batch || bytes_ >= bytes_per_batch;
}

FeedBatch BatchBuilder::take() {
  FeedBatch full = std::move(batch_);
  batch_ = {};
  batch_.merge.rows.reserve(full.merge.rows.size());
  bytes_ = 0;
  return full;
}

}  // namespace imports
