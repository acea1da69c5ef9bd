// What products show is chosen anew outside of a merge: a field was released, a supplier has another priority.
#include "domain/catalog/choose_again.h"

#include <algorithm>
#include <chrono>

#include "domain/catalog/catalog.h"
#include "domain/catalog/pictures_change.h"
#include "domain/catalog/product_search.h"
#include "domain/catalog/search_document.h"
#include "domain/catalog/search_store.h"
#include "platform/db/transaction.h"
#include "platform/queue/outbox.h"

namespace catalog {
namespace {

using platform::db::Connection;

constexpr auto brand = static_cast<std::size_t>(ShownField::brand);
constexpr auto category = static_cast<std::size_t>(ShownField::category);
constexpr auto pictures = static_cast<std::size_t>(ShownField::image_urls);
constexpr std::size_t products_a_transaction = 100;
constexpr int most_attempts = 8;

/// True when the product shows something else now.
base::Result<bool> choose_product(Connection& connection, Taxonomy& taxonomy, base::Uuid id,
                                  bool& shows_other_pictures) {
  ASSIGN_OR_RETURN(auto product, store::lock_product(connection, id));
  if (!product) return false;  // merged into another meanwhile, or deleted
  const Shown before = product->shown;
  RETURN_IF_FAILED(choose_again(connection, id, fields_held(product->overrides), product->shown));
  if (product->shown == before) return false;
  RETURN_IF_FAILED(write_shown(connection, taxonomy, id, before, *product));
  shows_other_pictures = pictures_differ(product->shown, before);
  return true;
}

base::Result<std::uint64_t> choose_some(Connection& connection, std::span<const base::Uuid> ids) {
  ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(connection));
  Taxonomy taxonomy(connection);
  std::vector<base::Uuid> changed, with_pictures;
  for (const base::Uuid id : ids) {
    bool shows_other_pictures = false;
    ASSIGN_OR_RETURN(const bool differs, choose_product(connection, taxonomy, id, shows_other_pictures));
    if (differs) changed.push_back(id);
    if (shows_other_pictures) with_pictures.push_back(id);
  }
  if (changed.empty()) return std::uint64_t{0};
  RETURN_IF_FAILED(announce_pictures(connection, with_pictures));
  RETURN_IF_FAILED(refresh_search_of(connection, changed));
  RETURN_IF_FAILED(transaction.commit());
  return changed.size();
}

base::Result<std::uint64_t> choose_until_won(Connection& connection, std::span<const base::Uuid> ids) {
  for (int attempt = 1;; ++attempt) {
    auto chosen = choose_some(connection, ids);
    if (chosen || attempt == most_attempts) return chosen;
    const base::ProblemKind* const kind = chosen.error().kind;
    if (kind != &platform::db::db_retry && kind != &platform::db::db_conflict) return chosen;
  }
}

}  // namespace

base::Result<> choose_again(Connection& connection, base::Uuid id, const std::set<std::string>& held, Shown& shown) {
  ASSIGN_OR_RETURN(auto candidates, store::candidates_of(connection, id));
  if (candidates.empty()) return {};
  Shown choice = choose(std::move(candidates));
  for (std::size_t i = 0; i < shown_field_count; ++i) {
    const bool is_held = held.contains(std::string(name_of(static_cast<ShownField>(i))));
    // Another spelling of the same brand or category is no change: the first one met is shown.
    const bool same_name = (i == brand || i == category) && choice.values[i] && shown.values[i] &&
                           folded_name(*choice.values[i]) == folded_name(*shown.values[i]);
    if (is_held || same_name) choice.values[i] = shown.values[i];
  }
  shown = std::move(choice);
  return {};
}

base::Result<> write_shown(Connection& connection, Taxonomy& taxonomy, base::Uuid id, const Shown& before,
                           store::EditableProduct& product) {
  if (product.shown.values[brand] != before.values[brand]) {
    ASSIGN_OR_RETURN(product.brand_id, taxonomy.brand(product.shown.values[brand]));
  }
  if (product.shown.values[category] != before.values[category]) {
    ASSIGN_OR_RETURN(product.category_id, taxonomy.category(product.shown.values[category]));
  }
  product.updated_at = after(product.updated_at);
  return store::write_product(connection, id, product);
}

base::Timestamp after(base::Timestamp earlier) {
  return std::max(base::Timestamp::now(), earlier + std::chrono::microseconds(1));
}

bool pictures_differ(const Shown& one, const Shown& other) {
  return one.values[pictures] != other.values[pictures];
}

base::Result<> announce_pictures(Connection& connection, const std::vector<base::Uuid>& product_ids) {
  if (product_ids.empty()) return {};
  platform::queue::OutgoingWork work;
  work.queue = pictures_change_queue;
  work.kind = pictures_change_kind;
  work.payload = platform::http::to_json(PicturesChange{product_ids});
  return platform::queue::add_to_outbox(connection, work);
}

base::Result<CatalogService::ChosenAgain> CatalogService::choose_again_for(base::Uuid supplier_id,
                                                                           const std::string& after_sku,
                                                                           std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  ASSIGN_OR_RETURN(const auto offers, store::contested_offers(*connection, supplier_id, after_sku, limit));
  ChosenAgain chosen;
  std::vector<base::Uuid> products;
  for (const store::ContestedOffer& offer : offers) {
    if (offer.is_contested) products.push_back(offer.product_id);
  }
  if (!offers.empty()) chosen.last_sku = offers.back().sku;
  // In id order, as merges lock them.
  std::ranges::sort(products);
  products.erase(std::unique(products.begin(), products.end()), products.end());
  const std::span<const base::Uuid> all(products);
  for (std::size_t first = 0; first < all.size(); first += products_a_transaction) {
    const auto some = all.subspan(first, std::min(products_a_transaction, all.size() - first));
    ASSIGN_OR_RETURN(const std::uint64_t changed, choose_until_won(*connection, some));
    chosen.changed += changed;
  }
  chosen.looked_at = products.size();
  return chosen;
}

}  // namespace catalog
