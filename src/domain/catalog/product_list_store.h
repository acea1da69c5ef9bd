#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/catalog/page_cursor.h"
#include "domain/catalog/product_search.h"
#include "domain/catalog/search_text.h"
#include "platform/db/connection.h"

namespace catalog::store {

using platform::db::Connection;

/// A query whose names have become ids.
struct ListFilter {
  const ProductQuery& query;
  SearchText text;
  std::optional<base::Uuid> supplier_id;
  bool supplier_is_small = false;  ///< few offers: better begun with them
  std::optional<base::Uuid> brand_id;
  std::optional<std::vector<base::Uuid>> category_ids;
};

/// Nothing when the query names a supplier, brand or category that does not exist: the list is empty then.
base::Result<std::optional<ListFilter>> resolve(Connection& connection, const ProductQuery& query);

struct ListedProduct {
  base::Uuid id;
  platform::db::Value key;  ///< what the list is sorted by
};
/// Ids in the query's order, after `after` or from `offset` on. Not for the order of relevance.
base::Result<std::vector<ListedProduct>> list_ids(Connection& connection, const ListFilter& filter,
                                                  const std::optional<PageCursor>& after, std::uint64_t offset,
                                                  std::uint64_t limit);

struct FoundProduct {
  base::Uuid id;
  std::string words, codes;
};
/// Products that answer the text, in no order: the first of those that hold all words, and of those that hold the code.
struct Matches {
  std::vector<FoundProduct> found;          ///< one that holds words and code may come twice
  std::uint64_t by_words = 0, by_code = 0;  ///< how many there are, counted up to `most_counted` + 1
};
base::Result<Matches> find_matches(Connection& connection, const ListFilter& filter, std::uint64_t most_each);

/// How many products the list has, counted up to `most` + 1.
base::Result<std::uint64_t> count_list(Connection& connection, const ListFilter& filter, std::uint64_t most);
/// Of the list's first `most_products`; the commonest `most_groups` first.
base::Result<std::vector<FacetCount>> count_by(Connection& connection, const ListFilter& filter, ProductGroup by,
                                               std::uint64_t most_products, std::uint64_t most_groups);
base::Result<ProductFacets> count_facets(Connection& connection, const ListFilter& filter, std::uint64_t most);

/// Words of the catalogue that look like this one, the likeliest among the first.
base::Result<std::vector<std::string>> similar_words(Connection& connection, std::string_view word);

}  // namespace catalog::store
