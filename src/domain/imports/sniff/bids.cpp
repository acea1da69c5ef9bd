#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "domain/imports/sniff/suggest.h"

namespace imports::sniffing {
namespace {

/// What the values make of a title's promise: a factor on its weight, and the words for it.
struct Verdict {
  double factor = 1;
  std::string words;
};

std::string numbers_of(const ColumnStats& stats) {
  return fmt::format("{} of {} values are numbers", percent(stats.number_share()),
                     base::group_thousands(stats.filled()));
}

Verdict judge_identity(const ColumnStats& stats) {
  const double distinct = stats.distinct_share();
  const std::string words =
      fmt::format("{} of {} values are different", percent(distinct), base::group_thousands(stats.filled()));
  if (stats.url_share() > 0.5) return {0.1, words + " but they are web addresses"};
  if (stats.gtin_share() >= 0.6 && stats.filled() >= 5) return {0.6, words + " but they are EANs"};
  if (stats.filled() < 3) return {distinct < 1 ? 0.6 : 1, words};
  if (stats.average_length() > 50 || stats.spaced_share() > 0.9) return {0.5, words + " but they read like text"};
  return {distinct >= 0.9 ? 1 : distinct >= 0.5 ? 0.85 : 0.3, words};
}

Verdict judge_gtin(const ColumnStats& stats) {
  const double right = stats.gtin_share();
  std::string words = fmt::format("{} of {} values have a right EAN check digit", percent(right),
                                  base::group_thousands(stats.filled()));
  return {0.45 + 0.55 * right, std::move(words)};
}

/// "simple", "configurable": how a shop sells, not what.
bool tells_shop_types(const ColumnStats& stats) {
  return std::any_of(stats.samples().begin(), stats.samples().end(), [](const std::string& sample) {
    return sample == "simple" || sample == "configurable" || sample == "variable" || sample == "variation";
  });
}

Verdict judge_text(const ColumnStats& stats, Field field) {
  std::string words = fmt::format("{} different texts of {:.0f} characters on average",
                                  base::group_thousands(stats.distinct()), stats.average_length());
  if (stats.url_share() > 0.5) return {0.15, "the values are web addresses"};
  if (stats.number_share() > 0.8) return {field == Field::category ? 0.7 : 0.35, "the values are numbers"};
  if (stats.boolean_share() > 0.8) return {0.2, "the values say yes or no"};
  const bool many = stats.filled() >= 20;
  if (field == Field::name && many && stats.distinct_share() < 0.1) return {0.6, std::move(words)};
  if (field == Field::name && stats.average_length() > 400) return {0.6, std::move(words)};
  if (field == Field::description && stats.average_length() >= 40) return {1.05, std::move(words)};
  if (field == Field::category && tells_shop_types(stats)) return {0.3, "the values are a shop's types of products"};
  const bool shared = field == Field::brand || field == Field::category;
  if (shared && many && stats.distinct_share() > 0.9) return {0.7, std::move(words)};
  if (shared && stats.average_length() > 150) return {0.5, std::move(words)};
  return {1, std::move(words)};
}

Verdict judge_number(const ColumnStats& stats, Field field) {
  if (stats.number_share() < 0.5) {
    const bool words_for_stock = field == Field::stock && stats.availability_share() >= 0.5;
    if (words_for_stock) {
      return {0.75, fmt::format("{} of {} values say whether it can be had; they become 1 or 0",
                                percent(stats.availability_share()), base::group_thousands(stats.filled()))};
    }
    return {0.25, numbers_of(stats)};
  }
  double factor = 0.7 + 0.3 * stats.number_share();
  if (field == Field::vat_rate && stats.largest() > 100) factor *= 0.4;
  if (stats.date_share() > 0.5) factor *= 0.2;
  const bool measured = !stats.unit().empty() && (field == Field::stock || field == Field::minimum_order_quantity);
  if (measured) return {0.2 * factor, fmt::format("the values are measured in {}", stats.unit())};
  const bool a_key = field == Field::stock && stats.filled() >= 20 && stats.gtin_share() > 0.5;
  if (a_key) factor *= 0.3;
  return {factor, numbers_of(stats)};
}

Verdict judge_image(const ColumnStats& stats) {
  // Bare file names cannot be fetched from anywhere.
  const double share = stats.url_share();
  if (share < 0.5 && stats.image_share() >= 0.5) return {0.3, "the values are file names without a web address"};
  return {share < 0.5 ? 0.25 : 0.5 + 0.5 * share,
          fmt::format("{} of {} values lead to images", percent(share), base::group_thousands(stats.filled()))};
}

Verdict judge(const ColumnStats& stats, Field field) {
  // A column the sample leaves empty may still fill up in the next delivery; a filled one goes first.
  if (stats.filled() == 0) return {0.45, "no sampled row has a value"};
  switch (field) {
    case Field::sku:
    case Field::manufacturer_reference:
      return judge_identity(stats);
    case Field::gtin:
      return judge_gtin(stats);
    case Field::name:
    case Field::description:
    case Field::brand:
    case Field::category:
      return judge_text(stats, field);
    case Field::currency:
      return {stats.currency_share() >= 0.5 ? 1.0 : 0.3,
              fmt::format("{} of the values are currency codes", percent(stats.currency_share()))};
    case Field::image_urls:
      return judge_image(stats);
    default:
      return judge_number(stats, field);
  }
}

std::string_view said_in_words(Field field) {
  switch (field) {
    case Field::sku:
      return "the supplier's reference";
    case Field::gtin:
      return "the EAN or GTIN";
    case Field::name:
      return "the name";
    case Field::description:
      return "the description";
    case Field::brand:
      return "the brand";
    case Field::category:
      return "the category";
    case Field::purchase_price:
      return "the purchase price";
    case Field::retail_price:
      return "the retail price";
    case Field::currency:
      return "the currency";
    case Field::vat_rate:
      return "the VAT rate";
    case Field::stock:
      return "the stock";
    case Field::weight:
      return "the weight";
    case Field::image_urls:
      return "images";
    case Field::manufacturer_reference:
      return "the manufacturer's reference";
    case Field::minimum_order_quantity:
      return "the minimum order quantity";
  }
  return "";
}

/// An unqualified price is what we pay, in the exports of shops what the public pays; the other reading stays possible
/// for files that have a better column for the first. A title that speaks of VAT settles it: without is bought, with is
/// sold.
std::vector<HeaderMeaning> read_price(const HeaderMeaning& meaning, const HeaderHints& hints,
                                      const FileTraits& traits) {
  bool retail = !traits.shop_feed.empty();
  if (hints.vat == HeaderHints::Vat::included) retail = true;
  if (hints.vat == HeaderHints::Vat::excluded) retail = false;
  HeaderMeaning first = meaning;
  HeaderMeaning second = meaning;
  first.field = retail ? Field::retail_price : Field::purchase_price;
  second.field = retail ? Field::purchase_price : Field::retail_price;
  second.weight *= 0.65;
  if (hints.vat != HeaderHints::Vat::unsaid || retail) return {first};
  return {first, second};
}

std::string price_rule(const HeaderMeaning& meaning, const FileTraits& traits) {
  if (meaning.nuance != Nuance::unqualified_price) return {};
  if (meaning.field == Field::retail_price && !traits.shop_feed.empty()) {
    return fmt::format(" (an unqualified price in {} is what the public pays)", traits.shop_feed);
  }
  if (meaning.field == Field::purchase_price) return " (an unqualified price in a price list is what we pay)";
  return {};
}

}  // namespace

std::vector<Bid> bids_for(std::size_t column, const ColumnStats& stats, const FileTraits& traits) {
  std::vector<Bid> bids = bids_from_content(column, stats, traits.has_titles);
  if (!traits.has_titles) return bids;
  const HeaderHints hints = hints_of(stats.name(), traits.naming);
  std::vector<HeaderMeaning> meanings;
  for (const HeaderMeaning& meaning : meanings_of(stats.name(), traits.naming)) {
    if (meaning.nuance == Nuance::unqualified_price) {
      for (HeaderMeaning& reading : read_price(meaning, hints, traits)) meanings.push_back(reading);
    } else {
      meanings.push_back(meaning);
    }
  }
  for (const HeaderMeaning& meaning : meanings) {
    const Verdict verdict = judge(stats, meaning.field);
    // Of two columns with like titles the fuller one serves more rows.
    const double fill = traits.rows == 0 ? 1 : static_cast<double>(stats.filled()) / static_cast<double>(traits.rows);
    Bid bid{column, meaning.field, std::min(0.99, meaning.weight * verdict.factor * (0.88 + 0.12 * fill)),
            fmt::format("header “{}” means {}{}; {}", stats.name(), said_in_words(meaning.field),
                        price_rule(meaning, traits), verdict.words)};
    const auto same = std::find_if(bids.begin(), bids.end(), [&](const Bid& b) { return b.field == bid.field; });
    if (same == bids.end()) {
      bids.push_back(std::move(bid));
    } else if (bid.confidence > same->confidence) {
      *same = std::move(bid);
    }
  }
  return bids;
}

}  // namespace imports::sniffing
