#include <fmt/format.h>

#include "domain/imports/sniff/suggest.h"

namespace imports::sniffing {
namespace {

constexpr std::uint64_t enough_values = 5;

Bid bid(std::size_t column, Field field, double confidence, std::string reason) {
  return Bid{column, field, confidence, std::move(reason)};
}

/// Without titles only the shape of the values is left; each guess says what it rests on.
void bid_untitled(std::size_t column, const ColumnStats& stats, std::vector<Bid>& bids) {
  const ColumnType type = type_of(stats);
  const double distinct = stats.distinct_share();
  if (stats.coded_share() >= 0.8 && distinct >= 0.9 && stats.average_length() >= 4 && stats.average_length() <= 25) {
    const bool plain_numbers = type == ColumnType::integer || type == ColumnType::decimal;
    bids.push_back(bid(column, Field::sku, (plain_numbers ? 0.4 : 0.6) * distinct,
                       fmt::format("{} of the values are different codes", percent(distinct))));
  }
  if (type == ColumnType::integer || type == ColumnType::decimal) {
    const bool like_prices = stats.numbers().has_decimals() || stats.average() >= 50;
    const bool like_stock = stats.whole_share() >= 0.98 && stats.average() < 1000;
    const std::string average = fmt::format("numbers averaging {:.2f}", stats.average());
    if (like_prices) {
      const double decimals = stats.numbers().has_decimals() ? 0.1 : 0;
      bids.push_back(bid(column, Field::purchase_price, 0.45 + decimals, average + ", as prices are"));
    }
    if (like_stock)
      bids.push_back(bid(column, Field::stock, stats.average() < 100 ? 0.5 : 0.4, "small whole " + average));
  }
  if (type == ColumnType::text && stats.spaced_share() >= 0.5 && stats.average_length() >= 10) {
    bids.push_back(bid(column, Field::name, 0.4 + 0.2 * distinct,
                       fmt::format("texts of several words, {} of them different", percent(distinct))));
  }
  if (type == ColumnType::text && distinct <= 0.4 && stats.coded_share() < 0.3 && stats.average_length() <= 25) {
    bids.push_back(
        bid(column, Field::brand, 0.45, fmt::format("{} short words shared by many rows", stats.distinct())));
  }
}

}  // namespace

std::vector<Bid> bids_from_content(std::size_t column, const ColumnStats& stats, bool has_title) {
  std::vector<Bid> bids;
  if (stats.filled() == 0) return bids;
  const double gtins = stats.gtin_share();
  if (stats.gtins() >= enough_values && gtins >= 0.7 && stats.distinct_share() >= 0.5) {
    bids.push_back(bid(column, Field::gtin, 0.7 * gtins,
                       fmt::format("{} of the values have a right EAN check digit", percent(gtins))));
  }
  if (!has_title && stats.filled() >= 2) bid_untitled(column, stats, bids);
  return bids;
}

}  // namespace imports::sniffing
