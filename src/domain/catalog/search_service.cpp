#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/text.h"
#include "domain/catalog/catalog.h"
#include "domain/catalog/catalog_store.h"
#include "domain/catalog/product_list_store.h"
#include "domain/catalog/search_document.h"

namespace catalog {
namespace {

using platform::db::Connection;

/// The best of so many matches are shown first; a text that more products answer says too little to rank them all.
constexpr std::uint64_t most_ranked = 1'000;
constexpr std::size_t most_alternatives = 5;

/// Adds to each word those of the catalogue it may have been meant to be; true when there was any.
base::Result<bool> forgive_slips(Connection& connection, SearchText& text) {
  bool any = false;
  for (SearchWord& word : text.words) {
    if (!is_vocabulary(word.word)) continue;
    const int limit = forgiven_slips(word.word);
    ASSIGN_OR_RETURN(auto similar, store::similar_words(connection, word.word));
    const auto distance = [&](const std::string& other) { return typing_distance(word.word, other, limit); };
    std::erase_if(similar, [&](const std::string& other) { return other == word.word || distance(other) > limit; });
    std::stable_sort(similar.begin(), similar.end(),
                     [&](const std::string& a, const std::string& b) { return distance(a) < distance(b); });
    if (similar.size() > most_alternatives) similar.resize(most_alternatives);
    any = any || !similar.empty();
    word.alternatives = std::move(similar);
  }
  return any;
}

std::string corrected(const SearchText& text) {
  std::string words;
  for (const SearchWord& word : text.words) {
    words += (words.empty() ? "" : " ") + (word.alternatives.empty() ? word.word : word.alternatives.front());
  }
  return words;
}

struct Ranked {
  std::int64_t score = 0;
  base::Uuid id;
  bool operator<(const Ranked& other) const { return score != other.score ? score > other.score : id < other.id; }
};

std::vector<Ranked> rank(const SearchText& text, const std::vector<store::FoundProduct>& found) {
  std::vector<Ranked> ranked;
  std::unordered_set<base::Uuid> met;
  for (const store::FoundProduct& product : found) {
    if (met.insert(product.id).second) ranked.push_back({relevance(text, product.words, product.codes), product.id});
  }
  std::sort(ranked.begin(), ranked.end());
  return ranked;
}

std::vector<store::ListedProduct> page_of(const std::vector<Ranked>& ranked, const ProductQuery& query,
                                          const std::optional<PageCursor>& after) {
  auto first = ranked.begin();
  if (after) {
    const auto* score = std::get_if<std::int64_t>(&after->key);
    first = std::upper_bound(ranked.begin(), ranked.end(), Ranked{score == nullptr ? 0 : *score, after->id});
  } else {
    first += static_cast<std::ptrdiff_t>(std::min<std::uint64_t>((query.page - 1) * query.size, ranked.size()));
  }
  std::vector<store::ListedProduct> page;
  for (; first != ranked.end() && page.size() <= query.size; ++first) page.push_back({first->id, first->score});
  return page;
}

/// The products of the page, in its order; one that was deleted meanwhile is left out.
base::Result<std::vector<Product>> read_in_order(Connection& connection,
                                                 const std::vector<store::ListedProduct>& listed) {
  std::vector<base::Uuid> ids;
  ids.reserve(listed.size());
  for (const store::ListedProduct& product : listed) ids.push_back(product.id);
  ASSIGN_OR_RETURN(auto products, store::products_of(connection, ids));
  std::unordered_map<base::Uuid, std::size_t> place;
  for (std::size_t i = 0; i < ids.size(); ++i) place.emplace(ids[i], i);
  std::sort(products.begin(), products.end(),
            [&](const Product& a, const Product& b) { return place.at(a.id) < place.at(b.id); });
  return products;
}

ProductQuery sound(ProductQuery query) {
  query.page = std::clamp<std::uint64_t>(query.page, 1, most_counted);
  query.size = std::clamp<std::uint64_t>(query.size, 1, 2'000);
  if (query.order == ProductOrder::relevance && parse_search(query.text).is_empty()) query.order = ProductOrder::id;
  return query;
}

/// One search under way: what has been found out so far.
struct Search {
  Connection& connection;
  const ProductQuery& query;
  store::ListFilter filter;
  ProductPage page{};

  base::Result<bool> widen() {
    ASSIGN_OR_RETURN(const bool any, forgive_slips(connection, filter.text));
    if (any) page.corrected_text = corrected(filter.text);
    return any;
  }

  void set_total(std::uint64_t counted) {
    page.has_more_than_total = counted > most_counted;
    page.total = std::min(counted, most_counted);
  }

  base::Result<std::uint64_t> count_matches(const store::Matches& matches, std::uint64_t ranked) {
    if (std::max(matches.by_words, matches.by_code) <= most_ranked) return ranked;
    if (matches.by_code == 0 || matches.by_words > most_counted) return matches.by_words;
    if (matches.by_words == 0 || matches.by_code > most_counted) return matches.by_code;
    return store::count_list(connection, filter, most_counted);  // some hold both
  }

  base::Result<std::vector<store::ListedProduct>> by_relevance(const std::optional<PageCursor>& after) {
    ASSIGN_OR_RETURN(auto matches, store::find_matches(connection, filter, most_ranked));
    if (matches.found.empty()) {
      ASSIGN_OR_RETURN(const bool any, widen());
      if (any) {
        ASSIGN_OR_RETURN(matches, store::find_matches(connection, filter, most_ranked));
      }
    }
    const auto ranked = rank(filter.text, matches.found);
    if (query.with_total) {
      ASSIGN_OR_RETURN(const std::uint64_t counted, count_matches(matches, ranked.size()));
      set_total(counted);
    }
    return page_of(ranked, query, after);
  }

  base::Result<std::vector<store::ListedProduct>> by_key(const std::optional<PageCursor>& after) {
    const bool has_text = !filter.text.is_empty();
    if (query.with_total || has_text) {
      ASSIGN_OR_RETURN(std::uint64_t counted,
                       store::count_list(connection, filter, query.with_total ? most_counted : 0));
      if (counted == 0 && has_text) {
        ASSIGN_OR_RETURN(const bool any, widen());
        if (any) {
          ASSIGN_OR_RETURN(counted, store::count_list(connection, filter, most_counted));
        }
      }
      if (query.with_total) set_total(counted);
    }
    const std::uint64_t offset = after ? 0 : (query.page - 1) * query.size;
    return store::list_ids(connection, filter, after, offset, query.size + 1);
  }

  base::Result<ProductPage> run() {
    std::optional<PageCursor> after;
    if (!query.cursor.empty()) {
      ASSIGN_OR_RETURN(after, parse_cursor(query));
    }
    ASSIGN_OR_RETURN(auto listed, query.order == ProductOrder::relevance ? by_relevance(after) : by_key(after));
    if (listed.size() > query.size) {
      listed.resize(query.size);
      page.next_cursor = cursor_text(query, {listed.back().key, listed.back().id});
    }
    ASSIGN_OR_RETURN(page.products, read_in_order(connection, listed));
    return std::move(page);
  }
};

/// The filter of a list that is only counted: it holds what the list itself shows, slips of typing forgiven.
base::Result<std::optional<store::ListFilter>> forgiving_filter(Connection& connection, const ProductQuery& query) {
  ASSIGN_OR_RETURN(auto filter, store::resolve(connection, query));
  if (!filter || filter->text.is_empty()) return filter;
  ASSIGN_OR_RETURN(const std::uint64_t counted, store::count_list(connection, *filter, 0));
  if (counted == 0) RETURN_IF_FAILED(forgive_slips(connection, filter->text));
  return filter;
}

ProductPage empty_page() {
  ProductPage page;
  page.total = 0;
  return page;
}

}  // namespace

base::Result<ProductPage> CatalogService::search(const ProductQuery& asked) {
  const ProductQuery query = sound(asked);
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  ASSIGN_OR_RETURN(auto filter, store::resolve(*connection, query));
  if (!filter) return empty_page();
  return Search{*connection, query, *std::move(filter)}.run();
}

base::Result<ProductFacets> CatalogService::facets(const ProductQuery& asked) {
  const ProductQuery query = sound(asked);
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  ASSIGN_OR_RETURN(const auto filter, forgiving_filter(*connection, query));
  if (!filter) return ProductFacets{};
  return store::count_facets(*connection, *filter, most_counted);
}

base::Result<std::vector<FacetCount>> CatalogService::counts(const ProductQuery& asked, ProductGroup by) {
  constexpr std::uint64_t every_product = 1'000'000'000, most_groups = 100'000;
  const ProductQuery query = sound(asked);
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  ASSIGN_OR_RETURN(const auto filter, forgiving_filter(*connection, query));
  if (!filter) return std::vector<FacetCount>{};
  return store::count_by(*connection, *filter, by, every_product, most_groups);
}

}  // namespace catalog
