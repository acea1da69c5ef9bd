#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"
#include "domain/catalog/catalog_merge.h"
#include "domain/catalog/offer_values.h"
#include "domain/catalog/product_edit.h"
#include "domain/catalog/product_search.h"
#include "platform/db/database.h"

namespace catalog {

/// A product as lists and exports show it. Prices in 1/10000 of the currency, weight in milligrams.
struct Product {
  base::Uuid id;
  std::string gtin;
  std::string name, description, brand, category, manufacturer_reference, image_urls, attributes;
  std::optional<std::int64_t> retail_price;
  std::string currency;
  std::optional<std::int64_t> vat_rate, weight;
  std::int64_t offers = 0;                          ///< active ones
  std::optional<std::int64_t> best_purchase_price;  ///< lowest of the active offers
  std::optional<std::int64_t> stock;                ///< sum over the active offers
  base::Timestamp updated_at;
  std::vector<std::string> set_by_hand;  ///< fields a person holds against the feeds
};

/// One supplier's line for a product.
struct Offer {
  base::Uuid id;
  std::string supplier;
  std::string sku;
  OfferValues values;
  base::Timestamp first_seen_at, changed_at;
  std::optional<base::Timestamp> withdrawn_at;
};

/// Who set a shown field, and from where.
struct Provenance {
  std::string field;
  std::string supplier;
  std::string sku;
  std::string file_name;
  std::uint64_t row = 0;
  base::Uuid change_set_id;
  base::Timestamp set_at;
  std::string rule;  ///< "only offer", "first by priority and freshness", "set by hand"
};

/// A stretch of time during which an offer's price or stock did not change.
struct HistoryEntry {
  std::string supplier, sku;
  base::Timestamp valid_from;
  std::optional<base::Timestamp> valid_to;
  std::optional<std::int64_t> purchase_price, retail_price, stock;
  std::string currency;
};

struct ProductDetail {
  Product product;
  std::vector<Offer> offers;
  std::vector<Provenance> provenance;
  std::vector<HistoryEntry> prices, stocks;
};

struct ProductFilter {
  std::string supplier_code;  ///< only products this supplier offers now; "" all
  std::string search;         ///< part of the name, or a whole GTIN or reference
};

/// A stretch of a list, in its order.
struct ProductPage {
  std::vector<Product> products;
  std::string next_cursor;             ///< "" at the end
  std::optional<std::uint64_t> total;  ///< at most most_counted
  bool has_more_than_total = false;    ///< counting stopped at most_counted
  std::string corrected_text;          ///< what was looked for instead of a text that found nothing
};

/// A brand with the number of products that show it.
struct Brand {
  base::Uuid id;
  std::string name;
  std::uint64_t products = 0;
};

/// A level of the category tree with the number of products that show this very level.
struct Category {
  base::Uuid id;
  std::optional<base::Uuid> parent_id;
  std::string name, path;
  std::uint64_t products = 0;
};

/// Which offers to list, in order of their ids.
struct OfferQuery {
  std::string supplier_code;  ///< "" all
  std::optional<base::Uuid> product_id;
  std::optional<bool> is_withdrawn;
  std::optional<base::Uuid> after;
  std::uint64_t size = 50;
};

/// Offers with the product each belongs to.
struct ListedOffer {
  Offer offer;
  base::Uuid product_id;
};

/// Reads the catalogue, and takes people's edits of it. Thread-safe.
class CatalogService {
 public:
  explicit CatalogService(platform::db::Database& catalog) : catalog_(catalog) {}

  /// Products in id order (creation order), after `after`.
  base::Result<std::vector<Product>> list(const ProductFilter& filter, const std::optional<base::Uuid>& after,
                                          std::uint64_t limit);
  /// All products of the filter, page by page, in bounded memory.
  base::Result<std::uint64_t> each_product(const ProductFilter& filter,
                                           const std::function<void(const Product&)>& each);
  base::Result<std::uint64_t> count(const ProductFilter& filter);
  /// By id, by GTIN in any length, or by "supplier:reference". Fails with product_unknown.
  base::Result<ProductDetail> show(std::string_view key);
  /// The same without provenance and histories, or only one of these.
  base::Result<ProductDetail> find(std::string_view key);
  base::Result<std::vector<Provenance>> provenance(std::string_view key);
  base::Result<std::vector<HistoryEntry>> prices(std::string_view key);
  base::Result<std::vector<HistoryEntry>> stocks(std::string_view key);

  /// A page of the products that answer the query. Fails with cursor_invalid.
  base::Result<ProductPage> search(const ProductQuery& query);
  /// Counts over the same products, whatever the page.
  base::Result<ProductFacets> facets(const ProductQuery& query);
  /// All products of the query counted, however many: a second or two for a million. The commonest groups first, at
  /// most 100,000.
  base::Result<std::vector<FacetCount>> counts(const ProductQuery& query, ProductGroup by);
  base::Result<std::vector<ListedOffer>> offers(const OfferQuery& query);
  /// In name order, after the name `after`; `search`: words of the name, accents ignored.
  base::Result<std::vector<Brand>> brands(std::string_view search, std::string_view after, std::uint64_t size);
  /// All of them, in path order.
  base::Result<std::vector<Category>> categories();

  /// Sets shown fields by hand, or gives them back to the feeds. `key` as in show(). `expected`: the product's
  /// updated_at the editor has seen. Fails with product_unknown, product_changed, product_edit_invalid.
  base::Result<EditedProduct> edit(std::string_view key, const ProductEdit& edit, const Editor& editor,
                                   const std::optional<base::Timestamp>& expected = std::nullopt);
  /// Deletes a product nobody has ever offered, or whose offers went to another. Fails with product_has_offers.
  base::Result<EditedProduct> remove(std::string_view key, const Editor& editor,
                                     const std::optional<base::Timestamp>& expected = std::nullopt);

  /// How much there is, counted now: seconds for ten million products.
  struct Size {
    std::uint64_t products = 0, active_offers = 0, suppliers = 0;
  };
  base::Result<Size> size();

  struct SupplierNumbers {
    std::uint64_t active_offers = 0, withdrawn_offers = 0, products = 0, imports = 0;
    std::optional<base::Timestamp> last_import_at;
  };
  base::Result<SupplierNumbers> numbers_of(base::Uuid supplier_id);
  struct LowStock {
    base::Uuid product_id;
    std::string name, gtin;
    std::int64_t stock = 0;  ///< of all active offers
  };
  /// Up to `limit` products that had at least `threshold` in stock before the change set and have less now.
  base::Result<std::vector<LowStock>> fallen_stock(base::Uuid change_set_id, std::int64_t threshold,
                                                   std::uint64_t limit);
  /// What a step of choosing anew has done.
  struct ChosenAgain {
    std::optional<std::string> last_sku;  ///< of the offers it went through; nothing when there were no more
    std::uint64_t looked_at = 0;          ///< products that others offer, too
    std::uint64_t changed = 0;
  };
  /// Chooses anew what the products of a supplier's next offers after `after_sku` show, in small transactions.
  base::Result<ChosenAgain> choose_again_for(base::Uuid supplier_id, const std::string& after_sku, std::uint64_t limit);
  struct ProductImages {
    base::Uuid product_id;
    std::vector<std::string> urls;  ///< in the order they are shown
  };
  /// How far a reader of a change set has come: an offer it touched, withdrawals first, then in the order of the file.
  struct ItemPlace {
    std::uint64_t source_row = 0;
    base::Uuid offer_id;
  };
  struct ImagesPage {
    std::vector<ProductImages> products;  ///< each once; a product of several offers may come again on another page
    std::optional<ItemPlace> next;        ///< nothing after the last page
  };
  /// The products of the next `limit` offers the change set touched after `after`, with the images they show now.
  base::Result<ImagesPage> images_changed_by(base::Uuid change_set_id, const ItemPlace& after, std::uint64_t limit);
  /// Nothing for a product that is gone.
  base::Result<std::optional<ProductImages>> images_of(base::Uuid product_id);
  /// Those of the ids that are no products, or no longer.
  base::Result<std::vector<base::Uuid>> missing_of(const std::vector<base::Uuid>& ids);
  /// Up to `limit` lines of a change set after `after`; first all others, then, in lists of their own, the withdrawals.
  base::Result<std::vector<Change>> changes(base::Uuid change_set_id, ChangeFilter filter, const ChangeCursor& after,
                                            std::uint64_t limit);
  /// The lines of a change set in file order, withdrawals last.
  base::Result<> each_change(base::Uuid change_set_id, const std::function<void(const Change&)>& each);

 private:
  platform::db::Database& catalog_;
};

inline constexpr base::ProblemKind product_unknown{"catalog.product_unknown", "No such product", 404,
                                                   base::LogLevel::info};

}  // namespace catalog
