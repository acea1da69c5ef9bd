#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/imports/sniff/column_stats.h"
#include "domain/imports/sniff/sniff.h"
#include "domain/imports/sniff/vocabulary.h"

namespace imports::sniffing {

/// What the choice of a column's field depends on beside the column.
struct FileTraits {
  Naming naming = Naming::title;
  bool has_titles = true;      ///< false: columns are called column_1, column_2...
  std::uint64_t rows = 0;      ///< sampled
  std::string_view shop_feed;  ///< "a Google feed", "a Shopify export"...; "" for a price list
};

/// Recognises the exports of shops, whose unqualified prices are what the public pays.
std::string_view recognise_shop_feed(std::span<const std::string> columns, const Dialect& dialect);

/// One field one column could have.
struct Bid {
  std::size_t column = 0;
  Field field = Field::sku;
  double confidence = 0;
  std::string reason;
};

/// Everything a column might be, from its title and its values.
std::vector<Bid> bids_for(std::size_t column, const ColumnStats& stats, const FileTraits& traits);
/// The same from its values alone.
std::vector<Bid> bids_from_content(std::size_t column, const ColumnStats& stats, bool has_title);

/// Gives each field its column so that the whole fits best; images take several columns, a category a second level.
void assign(std::span<const ColumnStats> stats, const FileTraits& traits, std::span<ColumnProfile> profiles);

/// The language most titles are written in: "fr", "en"...; "" when none is known.
std::string_view language_of(std::span<const std::string> columns, Naming naming);

}  // namespace imports::sniffing
