#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/catalog/catalog_merge.h"
#include "domain/imports/formats/dialect.h"
#include "domain/imports/mapping/mapping.h"
#include "domain/imports/merge/duplicate_finder.h"
#include "domain/imports/validate/row_mapper.h"

namespace imports {

/// A file to import and how to read it. The path must not change until the import is over (it is the archived copy).
struct Feed {
  std::filesystem::path path;
  Dialect dialect;
  Mapping mapping;
  std::vector<std::string> columns;  ///< as detected; a scan leaves all the file turned out to have
};

/// What the first pass over a feed found: how many rows there are, and which speak for their reference.
struct FeedScan {
  std::uint64_t rows = 0;
  DuplicateFinder duplicates;
  RowMapper mapper;
  std::vector<bool> plain;  ///< by row number: rows with a reference of which there is nothing to report
};

/// Reads the whole feed once without merging anything, so that a broken file is refused before anything is applied and
/// progress has a total. Every row with a reference is announced to `merge`. `progress` is told the rows read so far;
/// its failure ends the scan.
base::Result<FeedScan> scan_feed(Feed& feed, catalog::CatalogMerge& merge,
                                 const std::function<base::Result<>(std::uint64_t)>& progress);

}  // namespace imports
