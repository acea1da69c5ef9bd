#include "domain/imports/merge/feed_scan.h"

#include <algorithm>
#include <utility>

#include "domain/imports/formats/record_reader.h"
#include "domain/imports/merge/pipeline.h"

namespace imports {
namespace {

constexpr std::size_t rows_per_block = 4'096;
constexpr std::size_t blocks_in_flight = 4;

/// What a row is announced with.
struct Statement {
  std::uint64_t row = 0;
  std::string sku;
  std::uint64_t fingerprint = 0, content = 0;
  bool may_speak = false;  // for its reference: neither skipped by a rule nor rejected
};

/// Consecutive rows that have been read; those without a reference are only counted.
struct Block {
  std::uint64_t last_row = 0;
  std::vector<Statement> statements;
};

bool columns_appear_late(Format format) {
  return format == Format::json || format == Format::ndjson || format == Format::xml;
}

/// All columns of a feed whose records bring their own, met by reading it to the end.
base::Result<std::vector<std::string>> all_columns(const Feed& feed) {
  ASSIGN_OR_RETURN(const auto reader, open_records(feed.path, feed.dialect));
  Record record;
  for (;;) {
    ASSIGN_OR_RETURN(const bool more, reader->next(record));
    if (!more) return reader->columns();
  }
}

base::Result<RowMapper> mapper_of(Feed& feed) {
  auto mapper = RowMapper::create(feed.mapping, feed.columns);
  if (mapper || !columns_appear_late(feed.dialect.format) || mapper.error().kind != &mapping_columns_missing)
    return mapper;
  ASSIGN_OR_RETURN(feed.columns, all_columns(feed));
  return RowMapper::create(feed.mapping, feed.columns);
}

void note_plain(std::vector<bool>& plain, std::uint64_t row, bool is_plain) {
  if (plain.size() <= row) plain.resize(std::max<std::size_t>(row + 1, 2 * plain.size()));
  plain[row] = is_plain;
}

}  // namespace

base::Result<FeedScan> scan_feed(Feed& feed, catalog::CatalogMerge& merge,
                                 const std::function<base::Result<>(std::uint64_t)>& progress) {
  ASSIGN_OR_RETURN(auto mapper, mapper_of(feed));
  ASSIGN_OR_RETURN(const auto reader, open_records(feed.path, feed.dialect));
  FeedScan scan{0, DuplicateFinder(feed.mapping.duplicates), std::move(mapper), {}};
  const auto read = [&](BoundedQueue<Block>& queue) -> base::Result<> {
    Record record;
    MappedRow row;
    Block block;
    for (;;) {
      ASSIGN_OR_RETURN(const bool more, reader->next(record));
      if (!more) break;
      block.last_row = ++scan.rows;
      scan.mapper.map(record, row);
      note_plain(scan.plain, record.number, !row.sku.empty() && !row.skipped && !row.rejected && row.problems.empty());
      if (!row.sku.empty()) {
        block.statements.push_back({record.number, row.sku, catalog::fingerprint(row.values), content_hash(record),
                                    !row.skipped && !row.rejected});
      }
      if (scan.rows % rows_per_block == 0 && !queue.push(std::exchange(block, {}))) return {};
    }
    queue.push(std::move(block));
    return {};
  };
  const auto announce = [&](const Block& block) -> base::Result<> {
    for (const Statement& one : block.statements) {
      RETURN_IF_FAILED(merge.announce(one.row, one.sku, one.fingerprint));
      if (one.may_speak) RETURN_IF_FAILED(scan.duplicates.add(one.sku, one.row, one.content));
    }
    return progress(block.last_row);
  };
  RETURN_IF_FAILED(run_pipeline<Block>(blocks_in_flight, read, announce));
  RETURN_IF_FAILED(progress(scan.rows));
  feed.columns = reader->columns();
  RETURN_IF_FAILED(scan.duplicates.finish());
  return scan;
}

}  // namespace imports
