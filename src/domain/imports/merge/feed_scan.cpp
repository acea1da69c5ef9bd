#include "domain/imports/merge/feed_scan.h"

#include "domain/imports/formats/record_reader.h"

namespace imports {
namespace {

constexpr std::uint64_t rows_per_progress = 8'192;

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

}  // namespace

base::Result<FeedScan> scan_feed(Feed& feed, catalog::CatalogMerge& merge,
                                 const std::function<void(std::uint64_t)>& progress) {
  ASSIGN_OR_RETURN(auto mapper, mapper_of(feed));
  ASSIGN_OR_RETURN(const auto reader, open_records(feed.path, feed.dialect));
  FeedScan scan{0, DuplicateFinder(feed.mapping.duplicates), std::move(mapper)};
  Record record;
  MappedRow row;
  for (;;) {
    ASSIGN_OR_RETURN(const bool more, reader->next(record));
    if (!more) break;
    ++scan.rows;
    scan.mapper.map(record, row);
    if (!row.sku.empty()) {
      RETURN_IF_FAILED(merge.announce(record.number, row.sku, row.values));
      if (!row.skipped) RETURN_IF_FAILED(scan.duplicates.add(row.sku, record));
    }
    if (scan.rows % rows_per_progress == 0) progress(scan.rows);
  }
  progress(scan.rows);
  feed.columns = reader->columns();
  RETURN_IF_FAILED(scan.duplicates.finish());
  return scan;
}

}  // namespace imports
