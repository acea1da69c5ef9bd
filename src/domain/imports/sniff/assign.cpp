#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>

#include "base/text.h"
#include "domain/imports/sniff/suggest.h"

namespace imports::sniffing {
namespace {

constexpr double least_confidence = 0.38;

/// The assignment of rows to columns with the greatest total, by shortest augmenting paths (the Hungarian method);
/// every row gets a column, and there are at least as many columns as rows.
std::vector<std::size_t> best_total(const std::vector<std::vector<double>>& value) {
  const std::size_t rows = value.size();
  const std::size_t columns = value.front().size();
  std::vector<double> row_price(rows + 1, 0);
  std::vector<double> column_price(columns + 1, 0);
  std::vector<std::size_t> row_of(columns + 1, 0);
  for (std::size_t row = 1; row <= rows; ++row) {
    std::vector<double> slack(columns + 1, std::numeric_limits<double>::infinity());
    std::vector<std::size_t> came_from(columns + 1, 0);
    std::vector<bool> settled(columns + 1, false);
    std::size_t at = 0;
    row_of[0] = row;
    do {
      settled[at] = true;
      std::size_t next = 0;
      double least = std::numeric_limits<double>::infinity();
      for (std::size_t column = 1; column <= columns; ++column) {
        if (settled[column]) continue;
        const double cost = -value[row_of[at] - 1][column - 1] - row_price[row_of[at]] - column_price[column];
        if (cost < slack[column]) {
          slack[column] = cost;
          came_from[column] = at;
        }
        if (slack[column] < least) {
          least = slack[column];
          next = column;
        }
      }
      for (std::size_t column = 0; column <= columns; ++column) {
        if (settled[column]) {
          row_price[row_of[column]] += least;
          column_price[column] -= least;
        } else {
          slack[column] -= least;
        }
      }
      at = next;
    } while (row_of[at] != 0);
    for (; at != 0; at = came_from[at]) row_of[at] = row_of[came_from[at]];
  }
  std::vector<std::size_t> column_of(rows, 0);
  for (std::size_t column = 1; column <= columns; ++column) {
    if (row_of[column] != 0) column_of[row_of[column] - 1] = column - 1;
  }
  return column_of;
}

void give(ColumnProfile& profile, const Bid& bid) {
  profile.suggestion = Suggestion{bid.field, bid.confidence, bid.reason};
}

/// Fields against the columns somebody bid for; further columns stand for "none". A sure column counts more than two
/// doubtful ones, hence the cube.
void assign_fields(const std::vector<Bid>& bids, std::span<ColumnProfile> profiles) {
  std::map<std::size_t, std::size_t> place;
  std::vector<std::size_t> columns;
  for (const Bid& bid : bids) {
    if (place.try_emplace(bid.column, columns.size()).second) columns.push_back(bid.column);
  }
  std::vector<std::vector<double>> value(field_count, std::vector<double>(columns.size() + field_count, 0));
  std::vector<std::vector<const Bid*>> chosen(field_count, std::vector<const Bid*>(columns.size(), nullptr));
  for (const Bid& bid : bids) {
    const auto row = static_cast<std::size_t>(bid.field);
    const std::size_t at = place[bid.column];
    // Of columns with equal claims the first wins: "price (USD)" beside "cost (USD)", not "price (EUR)".
    constexpr double tie_break = 1e-7;
    value[row][at] = bid.confidence * bid.confidence * bid.confidence - tie_break * static_cast<double>(at);
    chosen[row][at] = &bid;
  }
  const auto column_of = best_total(value);
  for (std::size_t row = 0; row < field_count; ++row) {
    const std::size_t at = column_of[row];
    if (at < columns.size() && chosen[row][at] != nullptr) give(profiles[columns[at]], *chosen[row][at]);
  }
}

ColumnProfile* column_with(std::span<ColumnProfile> profiles, Field field) {
  const auto found = std::find_if(profiles.begin(), profiles.end(), [field](const ColumnProfile& profile) {
    return profile.suggestion && profile.suggestion->field == field;
  });
  return found == profiles.end() ? nullptr : &*found;
}

void add_more_images(const std::vector<Bid>& bids, std::span<ColumnProfile> profiles) {
  if (column_with(profiles, Field::image_urls) == nullptr) return;
  constexpr double sure = 0.55;
  for (const Bid& bid : bids) {
    if (bid.field != Field::image_urls || bid.confidence < sure || profiles[bid.column].suggestion) continue;
    if (profiles[bid.column].filled > 0) give(profiles[bid.column], bid);
  }
}

void add_subcategory(const std::vector<Bid>& bids, const FileTraits& traits, std::span<ColumnProfile> profiles) {
  const ColumnProfile* category = column_with(profiles, Field::category);
  const auto is_below = [&](const ColumnProfile& profile) {
    const auto meanings = meanings_of(profile.name, traits.naming);
    return std::any_of(meanings.begin(), meanings.end(), [](const HeaderMeaning& meaning) {
      return meaning.field == Field::category && meaning.nuance == Nuance::subcategory;
    });
  };
  if (category == nullptr) return;
  const bool has_below = is_below(*category);
  for (const Bid& bid : bids) {
    ColumnProfile& profile = profiles[bid.column];
    if (bid.field != Field::category || profile.suggestion || profile.filled == 0) continue;
    if (is_below(profile) == has_below) continue;
    give(profile, bid);
    return;
  }
}

/// Two unqualified prices ("price-EUR", "price-USD") are not the one we pay and the one the public pays.
void drop_second_unqualified_price(const FileTraits& traits, std::span<ColumnProfile> profiles) {
  const auto is_unqualified = [&](const ColumnProfile* profile) {
    if (profile == nullptr) return false;
    const auto meanings = meanings_of(profile->name, traits.naming);
    return !meanings.empty() && meanings.front().nuance == Nuance::unqualified_price;
  };
  ColumnProfile* retail = column_with(profiles, Field::retail_price);
  if (is_unqualified(retail) && is_unqualified(column_with(profiles, Field::purchase_price)))
    retail->suggestion.reset();
}

/// A lone "Description" is the name when nothing else can be.
void name_from_description(const std::vector<Bid>& bids, std::span<ColumnProfile> profiles) {
  if (column_with(profiles, Field::name) != nullptr) return;
  const ColumnProfile* description = column_with(profiles, Field::description);
  if (description == nullptr) return;
  for (const Bid& bid : bids) {
    if (bid.field == Field::name && &profiles[bid.column] == description) give(profiles[bid.column], bid);
  }
}

/// "code" and nothing else: a list of codes of whatever kind, not of products.
void drop_lone_code(std::span<ColumnProfile> profiles) {
  constexpr double sure = 0.8;
  const bool alone = std::count_if(profiles.begin(), profiles.end(),
                                   [](const ColumnProfile& profile) { return profile.suggestion.has_value(); }) == 1;
  ColumnProfile* sku = alone ? column_with(profiles, Field::sku) : nullptr;
  if (sku != nullptr && sku->suggestion->confidence < sure) sku->suggestion.reset();
}

}  // namespace

void assign(std::span<const ColumnStats> stats, const FileTraits& traits, std::span<ColumnProfile> profiles) {
  std::vector<Bid> bids;
  for (std::size_t column = 0; column < stats.size(); ++column) {
    for (Bid& bid : bids_for(column, stats[column], traits)) {
      if (bid.confidence >= least_confidence) bids.push_back(std::move(bid));
    }
  }
  if (bids.empty()) return;
  assign_fields(bids, profiles);
  add_more_images(bids, profiles);
  add_subcategory(bids, traits, profiles);
  name_from_description(bids, profiles);
  drop_second_unqualified_price(traits, profiles);
  drop_lone_code(profiles);
}

std::string_view recognise_shop_feed(std::span<const std::string> columns, const Dialect& dialect) {
  if (dialect.format == Format::xml && dialect.record_path.starts_with("yml_catalog")) return "a YML shop feed";
  const auto has = [&](std::string_view name) {
    return std::any_of(columns.begin(), columns.end(), [&](const std::string& column) {
      const std::string lower = base::to_lower_ascii(base::trim(column));
      return lower == name || lower == "g:" + std::string(name);
    });
  };
  if (has("handle") && has("variant price")) return "a Shopify export";
  if (has("regular price") && has("sale price")) return "a WooCommerce export";
  if (has("id") && has("title") && has("image_link") && has("price")) return "a Google or Facebook shop feed";
  if (has("availability") && has("title") && has("image_link")) return "a Google or Facebook shop feed";
  if (has("currencyid") && has("categoryid") && has("price")) return "a YML shop feed";
  return "";
}

std::string_view language_of(std::span<const std::string> columns, Naming naming) {
  std::map<std::string_view, int> counts;
  constexpr std::size_t enough = 200;
  for (const std::string& column : columns.first(std::min(columns.size(), enough))) {
    const auto meanings = meanings_of(column, naming);
    if (!meanings.empty() && meanings.front().weight >= 0.5 && !meanings.front().language.empty()) {
      ++counts[meanings.front().language];
    }
  }
  const auto most =
      std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == counts.end() ? std::string_view{} : most->first;
}

}  // namespace imports::sniffing
