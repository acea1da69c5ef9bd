// What a merge reads: offers by reference, products by GTIN, products with their offers.
#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "domain/catalog/merge_sql.h"
#include "domain/catalog/merge_store.h"

namespace catalog::store {

using platform::db::Engine;
using platform::db::Statement;
using Cells = std::vector<std::string_view>;

namespace {

// CROSS JOIN fixes SQLite's join order: the batch drives, the index answers.
constexpr Statement batch_matches{
    "catalog.merge.batch_matches",
    "SELECT m.row_number, m.offer_id FROM merge_session s CROSS JOIN feed_matches m "
    "WHERE m.row_number BETWEEN s.first_row AND s.last_row AND m.same = 0 ORDER BY m.row_number"};
constexpr Statement unchanged_rows{"catalog.merge.unchanged_rows",
                                   "SELECT row_number FROM feed_matches WHERE same = 1"};

std::vector<std::string> names_in_json_array(std::string_view json) {
  std::vector<std::string> names;
  for (std::size_t open = json.find('"'); open != std::string_view::npos; open = json.find('"', open)) {
    const std::size_t close = json.find('"', open + 1);
    if (close == std::string_view::npos) break;
    names.emplace_back(json.substr(open + 1, close - open - 1));
    open = close + 1;
  }
  return names;
}

}  // namespace

base::Result<platform::db::BulkLoad> load_keys(Connection& connection) {
  return connection.bulk_load("feed_keys", {"row_number", "sku", "fingerprint"});
}

base::Result<> match_keys(Connection& connection, MergeEffect effect) {
  // A dry run's own offers table is still empty: what the file meets is in the catalogue's.
  const bool sqlite = connection.engine() == Engine::sqlite;
  const std::string offers = effect == MergeEffect::apply ? "offers" : sqlite ? "main.offers" : "public.offers";
  const std::string join = sqlite ? " CROSS JOIN " : " JOIN ";
  const std::string analyze = sqlite ? "" : "ANALYZE feed_keys;";
  RETURN_IF_FAILED(set_planner(connection, Planner::by_hash));
  RETURN_IF_FAILED(connection.execute_script(
      "catalog.merge.match",
      analyze +
          "INSERT INTO feed_matches (row_number, offer_id, product_id, same) SELECT k.row_number, o.id, o.product_id, "
          "CASE WHEN o.fingerprint = k.fingerprint AND o.withdrawn_at IS NULL THEN 1 ELSE 0 END FROM feed_keys k" +
          join + offers + (sqlite ? " o WHERE" : " o ON") +
          " o.sku = k.sku AND o.supplier_id = (SELECT supplier_id FROM merge_session);"
          "CREATE INDEX " +
          (sqlite ? "temp." : "") +
          "feed_matches_by_row ON feed_matches (row_number);"
          "DELETE FROM feed_keys;"));
  return set_planner(connection, Planner::by_index);
}

base::Result<> each_unchanged_row(Connection& connection, const std::function<void(std::uint64_t)>& each) {
  return connection.scan(unchanged_rows,
                         [&](const Cells& cells) { each(static_cast<std::uint64_t>(to_integer(cells[0]))); });
}

base::Result<std::vector<Match>> differing_of_batch(Connection& connection) {
  std::vector<Match> matches;
  RETURN_IF_FAILED(connection.scan(batch_matches, [&](const Cells& cells) {
    matches.push_back({static_cast<std::uint64_t>(to_integer(cells[0])), to_uuid(cells[1])});
  }));
  return matches;
}

base::Result<std::vector<StoredOffer>> read_offers(Connection& connection, std::span<const Match> differing) {
  std::vector<StoredOffer> offers;
  if (differing.empty()) return offers;
  std::vector<base::Uuid> ids;
  std::unordered_map<base::Uuid, std::uint64_t> row_of;
  for (const Match& m : differing) {
    ids.push_back(m.offer_id);
    row_of.emplace(m.offer_id, m.row_number);
  }
  RETURN_IF_FAILED(load_ids(connection, ids));

  static const EngineTexts sql([](Engine engine) {
    return "SELECT o.id, o.product_id, o.withdrawn_at, (SELECT p.gtin FROM products p WHERE p.id = o.product_id), " +
           offer_columns("o.") + " FROM offers o WHERE " + among(engine, "o.id", "SELECT id FROM stage_ids");
  });
  static const Statement stored_offers = sql.named("catalog.merge.stored_offers");
  offers.reserve(differing.size());
  RETURN_IF_FAILED(connection.scan(stored_offers, [&](const Cells& cells) {
    StoredOffer& offer = offers.emplace_back();
    offer.offer_id = to_uuid(cells[0]);
    offer.row_number = row_of.at(offer.offer_id);
    offer.product_id = to_uuid(cells[1]);
    offer.withdrawn = cells[2].data() != nullptr;
    offer.product_gtin = to_optional(cells[3]);
    for (const OfferFieldInfo& field : offer_fields()) {
      const std::string_view cell = cells[4 + static_cast<std::size_t>(field.field)];
      if (cell.data() == nullptr) {
        offer.values.clear(field.field);
      } else {
        offer.values.set(field.field, cell);
      }
    }
  }));
  std::sort(offers.begin(), offers.end(),
            [](const StoredOffer& a, const StoredOffer& b) { return a.row_number < b.row_number; });
  return offers;
}

base::Result<> find_products(Connection& connection, const std::vector<std::string>& gtins,
                             const std::function<void(std::string_view, base::Uuid)>& each) {
  if (gtins.empty()) return {};
  RETURN_IF_FAILED(load_gtins(connection, gtins));
  static const EngineTexts sql([](Engine engine) {
    return "SELECT p.gtin, p.id FROM products p WHERE " + among(engine, "p.gtin", "SELECT gtin FROM stage_gtins");
  });
  static const Statement products_by_gtin = sql.named("catalog.merge.products_by_gtin");
  return connection.scan(products_by_gtin, [&](const Cells& cells) { each(cells[0], to_uuid(cells[1])); });
}

base::Result<std::vector<StoredProduct>> read_products(Connection& connection, const SessionFacts& facts,
                                                       MergeEffect effect, std::span<const base::Uuid> ids) {
  std::vector<StoredProduct> products;
  RETURN_IF_FAILED(load_ids(connection, ids));
  std::unordered_map<base::Uuid, std::size_t> place;
  // Locked in id order, so that two merges never wait for each other in a circle; a private copy needs no lock.
  static const EngineTexts sql([](Engine engine) {
    return "SELECT p.id, p.change_set_id, p.overrides, p.source_offer_id, p.field_sources, p.name, p.description, "
           "p.brand_id, p.category_id, p.manufacturer_reference, p.image_urls, p.attributes, p.retail_price, "
           "p.currency, p.vat_rate, p.weight FROM products p WHERE " +
           among(engine, "p.id", "SELECT id FROM stage_ids") + " ORDER BY p.id";
  });
  static const EngineTexts locking_sql([](Engine engine) {
    return std::string(sql.named("").text(engine)) + (engine == Engine::postgres ? " FOR UPDATE" : "");
  });
  static const Statement reading = sql.named("catalog.merge.read_products");
  static const Statement locking = locking_sql.named("catalog.merge.lock_products");
  const Statement& read = effect == MergeEffect::apply ? locking : reading;
  RETURN_IF_FAILED(connection.scan(read, [&](const Cells& cells) {
    StoredProduct& product = products.emplace_back();
    product.product_id = to_uuid(cells[0]);
    product.changed_by_this_set = to_uuid(cells[1]) == facts.change_set_id;
    if (cells[2].data() != nullptr) product.overridden = names_in_json_array(cells[2]);
    if (cells[3].data() != nullptr) product.shown.source_offer_id = to_uuid(cells[3]);
    product.shown.field_sources = std::string(cells[4].data() == nullptr ? std::string_view{} : cells[4]);
    for (std::size_t i = 0; i < shown_field_count; ++i) product.shown.values[i] = to_optional(cells[5 + i]);
    place.emplace(product.product_id, products.size() - 1);
  }));
  static const EngineTexts candidates_sql([](Engine engine) {
    return "SELECT o.product_id, o.id, u.priority, u.code, o.sku, o.described_at, o.name, o.description, o.brand, "
           "o.category, o.manufacturer_reference, o.image_urls, o.attributes, o.retail_price, o.currency, o.vat_rate, "
           "o.weight FROM offers o LEFT JOIN suppliers u ON u.id = o.supplier_id WHERE " +
           among(engine, "o.product_id", "SELECT id FROM stage_ids") + " AND o.withdrawn_at IS NULL";
  });
  static const Statement candidates = candidates_sql.named("catalog.merge.candidates");
  RETURN_IF_FAILED(connection.scan(candidates, [&](const Cells& cells) {
    const auto owner = place.find(to_uuid(cells[0]));
    if (owner == place.end()) return;
    Candidate& candidate = products[owner->second].candidates.emplace_back();
    candidate.offer_id = to_uuid(cells[1]);
    candidate.supplier_priority = static_cast<int>(to_integer(cells[2]));
    candidate.supplier_code = std::string(cells[3].data() == nullptr ? std::string_view{} : cells[3]);
    candidate.sku = std::string(cells[4]);
    candidate.described_at = std::string(cells[5]);
    for (std::size_t i = 0; i < shown_field_count; ++i) candidate.values[i] = to_optional(cells[6 + i]);
  }));
  return products;
}

}  // namespace catalog::store
